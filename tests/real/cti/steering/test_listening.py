"""Listening in through the API on a real Asterisk, proven by who hears whom (§5; R17, S8)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cti.floor.state import AgentState
from testcalls.agent_phone import AgentPhone, IncomingCall
from testcalls.sip_digest import Credentials
from tests.real.asterisk.tones import everyone, who_hears_whom
from tests.real.conftest import AGENT_SECRET
from tests.real.cti.steering.at_work import AtWork
from tests.real.cti.steering.listeners import Office, office
from tests.real.cti.steering.test_transfers import talk

pytestmark = pytest.mark.real

BOSS = "8007"
HEARD = {
    "listen": {"caller": {"agent"}, "agent": {"caller"}, "boss": {"caller", "agent"}},
    "whisper": {"caller": {"agent"}, "agent": {"caller", "boss"}, "boss": {"caller", "agent"}},
    "barge": everyone("caller", "agent", "boss"),
}


@pytest.fixture
async def desk(at_work: AtWork, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(at_work, tmp_path) as office_:
        yield office_


def boss_phone(work: AtWork) -> AgentPhone:
    return AgentPhone(work.house.server, work.house.repertoire, Credentials(BOSS, AGENT_SECRET))


async def applied(work: AtWork, desk: Office, mode: str, agent: str) -> None:
    """The listener's leg is where it belongs."""

    def there() -> bool:
        found = desk.api.listening.active
        return (
            bool(found)
            and found[0].state != "calling"
            and (found[0].applied, found[0].agent) == (mode, agent)
        )

    await work.until(there, f"{mode} at {agent}")

    def spying() -> bool:
        channels = [c for c in work.house.channels() if c.application == "ChanSpy"]
        target = desk.api.listening.active[0].target
        return bool(target) and any(c.data.startswith(target) for c in channels)

    await work.house.until(spying, what="listening")


async def test_the_three_ways_over_hold_and_transfer_to_the_end(at_work: AtWork, desk: Office) -> None:
    await desk.site.user("junior_agent", extension="8001", team="north")
    await desk.site.user("junior_agent", extension="8002", team="north")
    _, browser = await desk.supervisor(team="north")
    async with talk(at_work, "55540001") as first, at_work.phone("8002") as other, boss_phone(at_work) as own:
        listening = await desk.listens(browser, first.call.id)
        boss = await own.rings()
        await boss.answer()
        parties = {"caller": first.caller, "agent": first.ringing, "boss": boss}
        for mode, heard in HEARD.items():
            if mode != "listen":
                changed = await browser.put(f"/api/listen-in/{listening}/mode", json={"mode": mode})
                assert changed.status_code == 200, changed.text
            await applied(at_work, desk, mode, "8001")
            assert await who_hears_whom(parties) == heard, mode
        await browser.post(f"/api/calls/{first.call.id}/transfer", json={"to": "agent", "target": "8002"})
        await at_work.steering.transfer(first.call.id, "agent", "8002")
        second = await other.rings()
        await second.answer()
        await at_work.is_in("8002", AgentState.TALKING)
        await applied(at_work, desk, "barge", "8002")
        parties = {"caller": first.caller, "agent": second, "boss": boss}
        assert await who_hears_whom(parties) == everyone(*parties)
        await at_work.steering.hold(first.call.id, "8002")
        await at_work.is_in("8002", AgentState.ON_HOLD)
        await at_work.steering.resume(first.call.id, "8002")
        await at_work.is_in("8002", AgentState.TALKING)
        await applied(at_work, desk, "barge", "8002")
        assert await who_hears_whom(parties) == everyone(*parties)
        await first.caller.hang_up()
        began = asyncio.get_running_loop().time()
        assert await boss.ended(5) == "them"
        assert asyncio.get_running_loop().time() - began < 5
        await at_work.until(lambda: not desk.api.listening.active, "over")
    assert await desk.audit("listen_in.") == [
        ("listen_in.ask", "done"),
        ("listen_in.start", "done"),
        ("listen_in.change", "done"),
        ("listen_in.change", "done"),
        ("listen_in.follow", "done"),
        ("listen_in.end", "done"),
    ]


async def rings_and_answers(phone: AgentPhone) -> IncomingCall:
    boss = await phone.rings()
    await boss.answer()
    return boss
