"""Listening in through the API on a real Asterisk, proven by who hears whom (§5; R17, S8)."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from cti.floor.state import AgentState, Stage
from cti.live.viewer import Viewer
from cti.people.people import CLI
from cti.people.permissions import Role
from cti.people.user_changes import change_user
from cti.routing.queues import DEFAULT_QUEUES
from desk.models import AuditRow
from testcalls.agent_phone import AgentPhone
from testcalls.sip_digest import Credentials
from tests.real.asterisk.answering_machine import answering
from tests.real.asterisk.tones import assert_hearing, everyone, who_hears_whom
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

ECHOED = {
    "listen": {"agent": {"agent"}, "boss": {"agent"}},
    "whisper": {"agent": {"agent", "boss"}, "boss": {"agent"}},
    "barge": {"agent": {"agent", "boss"}, "boss": {"agent", "boss"}},
}
"""Who hears whom in a call with an echo: whoever barges in is heard by it, and hears it."""


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


async def goes_on(work: AtWork, desk: Office, mode: str, agent: str) -> None:
    """The listener's leg, always the same one, is at the next agent."""
    leg = desk.api.listening.active[0].leg
    await applied(work, desk, mode, agent)
    assert desk.api.listening.active[0].leg == leg, "the telephone is not rung again"


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
        await goes_on(at_work, desk, "whisper", "8002")
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
        await goes_on(at_work, desk, "listen", "8002")
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


async def test_barging_into_a_conference_is_heard_by_all_in_it(at_work: AtWork, desk: Office) -> None:
    """Heard by nobody but the agent while whispering; by all three once barging in; gone with the caller (R17)."""
    for extension in ("8001", "8002"):
        await desk.site.user("junior_agent", extension=extension, team="north")
    _, browser = await desk.supervisor(team="north")
    async with talk(at_work, "55540006") as first, at_work.phone("8002") as other, boss_phone(at_work) as own:
        mode = f"/api/listen-in/{await desk.listens(browser, first.call.id)}/mode"
        boss = await own.rings()
        await boss.answer()
        await applied(at_work, desk, "listen", "8001")
        await at_work.steering.transfer(first.call.id, "agent", "8002", "attended")
        asked = await other.rings()
        await asked.answer()
        await at_work.until(lambda: at_work.of_kind("consult_answered"), "asked")
        await at_work.steering.three_way(first.call.id, "8001")
        assert (await browser.put(mode, json={"mode": "barge"})).status_code == 200
        await at_work.until(lambda: desk.api.listening.active[0].room, "in the room")
        parties = {"caller": first.caller, "agent": first.ringing, "asked": asked, "boss": boss}
        await assert_hearing(parties, everyone(*parties))
        assert (await browser.put(mode, json={"mode": "whisper"})).status_code == 200
        await applied(at_work, desk, "whisper", "8001")
        heard = everyone("caller", "agent", "asked")
        heard["agent"].add("boss")
        await assert_hearing(parties, heard | {"boss": {"caller", "agent", "asked"}})
        await first.caller.hang_up()
        assert await boss.ended(2.0) == "them", "R17"


async def test_a_call_that_an_agent_placed(at_work: AtWork, desk: Office) -> None:
    """F2.7: the customer's side echoes, so what is heard there comes back to the agent."""
    await desk.site.user("junior_agent", extension="8001", team="north")
    _, browser = await desk.supervisor(team="north")
    async with (
        at_work.phone("8001") as phone,
        answering(at_work.house.agent_port),
        boss_phone(at_work) as own,
    ):
        call = await at_work.steering.out_call("8001", "55500199", queue="junior")
        agent = await phone.rings()
        await agent.answer()
        await at_work.until(lambda: at_work.floor.calls[call].stage is Stage.TALKING, "talking")
        mode = f"/api/listen-in/{await desk.listens(browser, call)}/mode"
        boss = await own.rings()
        await boss.answer()
        parties = {"agent": agent, "boss": boss}
        for way, heard in ECHOED.items():
            if way != "listen":
                assert (await browser.put(mode, json={"mode": way})).status_code == 200
            await applied(at_work, desk, way, "8001")
            await assert_hearing(parties, heard)
        await at_work.steering.hang_up(call, "8001")
        assert await boss.ended(2.0) == "them", "R17"


async def test_the_agent_is_told_where_the_site_says_so(at_work: AtWork, tmp_path: Path) -> None:
    """§5, `FAULTLINE_LISTEN_TELLS_AGENTS`: that somebody hears, from the answer to the end, and not who."""
    async with office(at_work, tmp_path, tell_agents=True) as desk:
        user = await desk.site.user("junior_agent", extension="8001", team="north")
        _, browser = await desk.supervisor(team="north")
        viewer = Viewer(person=str(user.id), session="s", agent="8001")
        async with talk(at_work, "55540007") as first, boss_phone(at_work) as own:
            seat, _ = desk.room.hub.open(viewer, "", 0, lambda code, reason: None)
            seat.stream.restate()
            heard: list[dict[str, object]] = []

            def told(count: int) -> bool:
                while (next_one := seat.stream.take()) is not None:
                    message = json.loads(next_one[1])
                    heard.extend([message] if message["type"] == "being_heard" else [])
                return len(heard) == count

            listening = await desk.listens(browser, first.call.id)
            boss = await own.rings()
            assert told(0), "nobody hears before the answer"
            await boss.answer()
            await at_work.until(lambda: told(1), "told")
            assert (await browser.delete(f"/api/listen-in/{listening}")).status_code == 204
            await at_work.until(lambda: told(2), "told of the end")
            assert await boss.ended(2.0) == "them"
    said = {"type": "being_heard", "call": first.call.id}
    assert heard == [said | {"on": True}, said | {"on": False}]


async def test_a_waiting_caller_is_moved_to_another_queue(at_work: AtWork, desk: Office) -> None:
    """H15: by an agent of that queue alone; the time waited counts on."""
    _, browser = await desk.supervisor(team="north")
    async with (
        at_work.phone("8001", ready=False, senior=1) as phone,
        at_work.phone("8002", ready=False),
        at_work.house.caller(from_number="55540008") as caller,
    ):
        await caller.dial("112")
        call = await at_work.waits("55540008")
        since = call.waiting_since_at
        at_work.ready("8001")
        await at_work.is_in("8001", AgentState.READY)
        nowhere = await browser.put(f"/api/queues/waiting/{call.id}/queue", json={"queue": "nobodys"})
        assert nowhere.status_code == 404, nowhere.text
        moved = await browser.put(f"/api/queues/waiting/{call.id}/queue", json={"queue": "senior"})
        assert moved.status_code == 204, moved.text
        ringing = await phone.rings()
        await ringing.answer()
        await at_work.until(lambda: call.stage is Stage.TALKING, "talking")
        assert (call.queue, call.waiting_since_at) == ("senior", since)
        assert (await desk.audit("queues.move"))[-1] == ("queues.move", "done")
        late = await browser.put(f"/api/queues/waiting/{call.id}/queue", json={"queue": "junior"})
        assert late.status_code == 409, late.text
        await ringing.hang_up()


async def test_listening_goes_on_as_long_as_the_service_says_so(at_work: AtWork, desk: Office) -> None:
    """R5: where Asterisk alone would have ended it long since."""
    await desk.site.user("junior_agent", extension="8001", team="north")
    _, browser = await desk.supervisor(team="north")
    with at_work.house.knobs(LISTEN_SECONDS=2):
        async with talk(at_work, "55540032") as first, boss_phone(at_work) as own:
            await desk.listens(browser, first.call.id)
            boss = await own.rings()
            await boss.answer()
            await applied(at_work, desk, "listen", "8001")
            began = time.monotonic()
            await at_work.until(lambda: boss.over or time.monotonic() - began > 5, "listens on")
            await assert_hearing(
                {"caller": first.caller, "agent": first.ringing, "boss": boss}, HEARD["listen"]
            )


async def test_nobody_listens_on_when_the_service_was_started_again(
    at_work: AtWork, desk: Office, tmp_path: Path
) -> None:
    """R5, R17, S8: nobody watched over the rights; the talk itself goes on, and the end is in the audit log."""
    await desk.site.user("junior_agent", extension="8001", team="north")
    user, browser = await desk.supervisor(team="north")
    async with talk(at_work, "55540031") as first, boss_phone(at_work) as own:
        await desk.listens(browser, first.call.id)
        boss = await own.rings()
        await boss.answer()
        await applied(at_work, desk, "listen", "8001")
        desk.api.close()
        await at_work.stop()
        again = AtWork(at_work.house, tmp_path / "log", DEFAULT_QUEUES)
        await again.start()
        async with office(again, tmp_path) as second:
            await asyncio.wait_for(second.api.stray_listeners.run(), 15)
            assert await boss.ended() == "them"
            assert await who_hears_whom({"caller": first.caller, "agent": first.ringing}) == everyone(
                "caller", "agent"
            )
            rows = await second.site.people.store.read(
                lambda connection: connection.execute(
                    select(AuditRow).where(AuditRow.action == "listen_in.end")
                ).all()
            )
        assert [(row.person, row.via, row.subject) for row in rows] == [
            (user.login, "service", f"call {first.call.id}")
        ]
        await again.stop()
