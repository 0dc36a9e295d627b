"""Listening in through the API on a real Asterisk, proven by who hears whom (§5; R17, S8)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cti.floor.state import AgentState
from cti.people.people import CLI
from cti.people.permissions import Role
from cti.people.user_changes import change_user
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
        target = desk.api.listening.active[0].target.leg
        return bool(target) and any(c.data.startswith(target) for c in channels)

    await work.house.until(spying, what="listening")


async def hears_on(
    work: AtWork, desk: Office, own: AgentPhone, boss: IncomingCall, mode: str, agent: str
) -> IncomingCall:
    """The listener's call with the next agent: the same one, or another where Asterisk ended it with the first leg."""

    def decided() -> bool:
        one = desk.api.listening.active[0]
        return one.agent == agent and not one.dropped

    await work.until(decided, f"goes on at {agent}")
    if desk.api.listening.active[0].state == "calling":
        boss = await own.rings()
        await boss.answer()
    await applied(work, desk, mode, agent)
    return boss


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
        hold = f"/api/calls/{first.call.id}/hold"
        assert (await browser.post(hold)).status_code == 204
        await at_work.is_in("8001", AgentState.ON_HOLD)
        assert (await browser.delete(hold)).status_code == 204
        await at_work.is_in("8001", AgentState.TALKING)
        await applied(at_work, desk, "barge", "8001")
        assert await who_hears_whom(parties) == everyone(*parties)
        changed = await browser.put(f"/api/listen-in/{listening}/mode", json={"mode": "whisper"})
        assert changed.status_code == 200, changed.text
        onward = {"to": "agent", "target": "8002", "reason": "overdue", "report": "2611220001"}
        passed = await browser.post(f"/api/calls/{first.call.id}/transfer", json=onward)
        assert passed.status_code == 201, passed.text
        second = await other.rings()
        await second.answer()
        await at_work.is_in("8002", AgentState.TALKING)
        boss = await hears_on(at_work, desk, own, boss, "whisper", "8002")
        parties = {"caller": first.caller, "agent": second, "boss": boss}
        assert await who_hears_whom(parties) == HEARD["whisper"]
        changed = await browser.put(f"/api/listen-in/{listening}/mode", json={"mode": "barge"})
        assert changed.status_code == 200, changed.text
        await applied(at_work, desk, "barge", "8002")
        assert await who_hears_whom(parties) == HEARD["barge"]
        await first.caller.hang_up()
        assert await boss.ended(2.0) == "them", "R17"
        await at_work.until(lambda: not desk.api.listening.active, "over")
    assert await desk.audit("listen_in.") == [
        ("listen_in.ask", "done"),
        ("listen_in.start", "done"),
        ("listen_in.change", "done"),
        ("listen_in.change", "done"),
        ("listen_in.change", "done"),
        ("listen_in.follow", "done"),
        ("listen_in.change", "done"),
        ("listen_in.end", "done"),
    ]


async def test_a_call_in_the_queue_is_waited_for_in_silence(at_work: AtWork, desk: Office) -> None:
    """The agent's leg drops: the listener's leg waits, and hears the next agent; one agent's end is not the other's."""
    for extension in ("8001", "8002"):
        await desk.site.user("junior_agent", extension=extension, team="north")
    _, browser = await desk.supervisor(team="north")
    async with (
        talk(at_work, "55540002") as first,
        at_work.phone("8002", ready=False, senior=1) as other,
        boss_phone(at_work) as own,
    ):
        await desk.listens(browser, first.call.id)
        boss = await own.rings()
        await boss.answer()
        await applied(at_work, desk, "listen", "8001")
        await at_work.steering.transfer(first.call.id, "queue", "senior")
        await at_work.waits("55540002")
        await at_work.until(lambda: any(not one.target.leg for one in desk.api.listening.active), "waits")
        at_work.ready("8002")
        second = await other.rings()
        await second.answer()
        boss = await hears_on(at_work, desk, own, boss, "listen", "8002")
        parties = {"caller": first.caller, "agent": second, "boss": boss}
        assert await who_hears_whom(parties) == HEARD["listen"]
        await boss.hang_up()
        await at_work.until(lambda: not desk.api.listening.active, "over")
        assert await who_hears_whom({"c": first.caller, "a": second}) == everyone("c", "a")
        await second.hang_up()
    assert (await desk.audit("listen_in."))[-1] == ("listen_in.end", "done")


async def test_the_next_agent_may_be_none_of_the_listener_s(at_work: AtWork, desk: Office) -> None:
    """S8: passed on to another team, or to one's superior: the listening ends before anything is heard."""
    chief = await desk.site.user("shift_supervisor", extension="8002", team="north")
    await desk.site.user("junior_agent", extension="8001", team="north")
    _, browser = await desk.supervisor(team="north", superior_id=chief.id)
    async with talk(at_work, "55540003") as first, at_work.phone("8002") as other, boss_phone(at_work) as own:
        await desk.listens(browser, first.call.id)
        boss = await own.rings()
        await boss.answer()
        await applied(at_work, desk, "listen", "8001")
        await at_work.steering.transfer(first.call.id, "agent", "8002")
        second = await other.rings()
        await second.answer()
        assert await boss.ended(5.0) == "them"
        assert await who_hears_whom({"c": first.caller, "a": second}) == everyone("c", "a")
        await second.hang_up()
    assert ("listen_in.follow", "done") not in await desk.audit("listen_in.")


async def test_whoever_loses_the_right_stops_hearing(at_work: AtWork, desk: Office) -> None:
    """S13: demoted in the middle."""
    await desk.site.user("junior_agent", extension="8001", team="north")
    user, browser = await desk.supervisor(team="north")
    async with talk(at_work, "55540004") as first, boss_phone(at_work) as own:
        await desk.listens(browser, first.call.id)
        boss = await own.rings()
        await boss.answer()
        await applied(at_work, desk, "listen", "8001")
        act = desk.site.people.act(CLI, "users.change")
        await act.write(lambda c: change_user(c, user.id, {"roles": frozenset({Role.SURVEYOR})}))
        assert await boss.ended(15.0) == "them"
        assert not first.caller.over


async def test_a_telephone_that_does_not_answer_hears_nothing(at_work: AtWork, desk: Office) -> None:
    await desk.site.user("junior_agent", extension="8001", team="north")
    _, browser = await desk.supervisor(team="north")
    async with talk(at_work, "55540005") as first, boss_phone(at_work) as own:
        await desk.listens(browser, first.call.id)
        (await own.rings()).refuse()
        await at_work.until(lambda: not desk.api.listening.active, "over")
        assert not [c for c in at_work.house.channels() if c.application == "ChanSpy"]
        assert not first.caller.over
