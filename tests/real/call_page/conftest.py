"""A house with the service, whose call page's telephone can be used without WebRTC too: media is not tested here."""

from collections.abc import AsyncIterator

import pytest

from tests.real.house import House
from tests.real.served import Served, bring_in

PLAIN = """
[call-page](+type=endpoint)
webrtc = no
dtls_auto_generate_cert = no
media_encryption = no
use_avpf = no
ice_support = no
rtcp_mux = no
bundle = no
"""


@pytest.fixture
async def served(house: House) -> AsyncIterator[Served]:
    """The service beside the worker's Asterisk."""
    await bring_in(house)
    site = house.asterisk.places.site / "pjsip.conf"
    before = site.read_text()
    site.write_text(f"{before}\n{PLAIN}")
    house.asterisk.rx("module reload res_pjsip.so")
    served = Served(house)
    await served.start()
    yield served
    await served.stop()
    site.write_text(before)
    house.asterisk.rx("module reload res_pjsip.so")
