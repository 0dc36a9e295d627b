"""S9: whom the jail may never cut off, for every way of reaching the public network."""

from pathlib import Path

import pytest

from faultline.asterisk.ban import ban_jail, never_banned
from faultline.settings import Settings

CASES = [
    pytest.param(
        {"trunk_hosts": "192.0.2.10,198.51.100.0/24"}, {"192.0.2.10", "198.51.100.0/24"}, id="by address"
    ),
    pytest.param({"trunk_register": "sip:8888@192.0.2.20:5070"}, {"192.0.2.20"}, id="by registration"),
    pytest.param(
        {"trunk_register": "sip:8888@carrier.example"}, {"carrier.example"}, id="a carrier with a name"
    ),
    pytest.param({"outbound_host": "192.0.2.30:5060"}, {"192.0.2.30"}, id="calls outwards"),
    pytest.param({"outbound_host": "[2001:db8::3]:5060"}, {"2001:db8::3"}, id="calls outwards, IPv6"),
    pytest.param({"bind": "192.0.2.1"}, {"192.0.2.1"}, id="this machine"),
]


@pytest.mark.parametrize(("values", "spared"), CASES)
def test_the_trunk_is_never_banned(tmp_path: Path, values: dict[str, str], spared: set[str]) -> None:
    settings = Settings(data=tmp_path, **values)  # type: ignore[arg-type]
    assert set(never_banned(settings)) >= {"127.0.0.1", "::1"} | spared
    assert f"ignoreip = {' '.join(never_banned(settings))}\n" in ban_jail(settings)


def test_every_port_of_telephones_is_closed(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, sip_port=5070, sip_tls_port=5071, ws_port=8099)
    assert "port = 5070,5071,8099\n" in ban_jail(settings)
