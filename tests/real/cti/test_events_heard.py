"""R8: a real Asterisk sends our marker back to a session that hears, and a deaf one is told apart by it."""

import asyncio
from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry

from cti.ami.counters import AmiCounters
from cti.ami.errors import NoEvents
from cti.ami.session import Pace, Session
from tests.real.cti.notebook import Notebook, watching
from tests.real.house import House
from tests.waiting import until

pytestmark = pytest.mark.real


async def test_the_marker_comes_back(house: House, caplog: pytest.LogCaptureFixture) -> None:
    async with watching(house, Notebook()) as link:
        assert link.events.proof is not None
        for _ in range(3):
            await link.events.proof.ask()
    assert "refuses the marker" not in caplog.text


async def test_a_session_that_asterisk_sends_nothing_is_never_ready(house: House) -> None:
    async with watching(house, Notebook()) as link:
        deaf = replace(link.events.account, events="off")
    registry = CollectorRegistry()
    pace = Pace(answer_within=1.0, retry_first=0.05, retry_most=0.1)
    session = Session("events", deaf, AmiCounters(registry), pace=pace, hears=True)
    running = asyncio.create_task(session.run())

    async def noticed() -> bool:
        labels = {"session": "events", "cause": NoEvents.__name__}
        return (registry.get_sample_value("faultline_ami_losses_total", labels) or 0) >= 2

    assert await until(noticed)
    assert not session.ready.is_set()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
