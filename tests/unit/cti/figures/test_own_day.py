"""One's own figures of a day (H14): what counts, and how long each stretch lasted within the day."""

from collections.abc import Callable

import pytest

from cti.figures.own_day import OwnDay
from cti.floor import events as e
from cti.floor.state import AgentState
from tests.unit.cti.scripted_floor import ScriptedFloor

DAY = 24 * 3600.0


class Told:
    """What happened at a site from the day's first second on; `day` folds it."""

    def __init__(self, *, minutes_before: float = 0) -> None:
        self.floor = ScriptedFloor()
        self.begins = self.floor.at
        self.floor.pass_time(-60 * minutes_before)

    def day(self, agent: str = "8001", *, until: float = DAY, now: float | None = None) -> OwnDay:
        day = OwnDay(agent, self.begins, self.begins + until, lambda _: 20.0)
        for event in self.floor.log:
            day.take(event)
        day.close(self.floor.at if now is None else now)
        return day


def conversation(
    told: Told, call: str = "c1", *, waits: float = 5, talks: float = 60, wraps: float = 10
) -> None:
    """A caller who waits, talks with 8001 and leaves; then 8001 is ready again."""
    floor = told.floor
    floor.call(call)
    floor.pass_time(waits)
    floor.offer(call, offer=f"o-{call}")
    floor.answer(call, offer=f"o-{call}")
    floor.pass_time(talks)
    floor.hang_up(call, f"o-{call}-leg")
    floor.pass_time(wraps)
    floor.say(e.WantsReady, agent="8001", by="8001")


def test_conversations_their_lengths_and_who_was_in_time() -> None:
    told = Told()
    told.floor.agent()
    conversation(told, "c1", waits=5, talks=60, wraps=10)
    conversation(told, "c2", waits=25, talks=100, wraps=20)
    day = told.day()
    assert (day.answered, day.offered, day.in_time) == (2, 2, 1)
    assert day.seconds[AgentState.TALKING] == pytest.approx(160)
    assert day.longest_talk == pytest.approx(100)
    assert (day.wrap_ups, day.seconds[AgentState.WRAP_UP]) == (2, pytest.approx(30))
    assert day.seconds[AgentState.READY] == pytest.approx(30)


def test_hold_is_no_talk_and_a_conversation_goes_on_after_it() -> None:
    told = Told()
    floor = told.floor
    floor.agent()
    floor.call()
    floor.offer()
    floor.answer()
    floor.pass_time(30)
    floor.say(e.Held, leg="c1", linkedid="c1")
    floor.pass_time(15)
    floor.say(e.Conversation, leg="c1", agent="8001", linkedid="c1")
    floor.pass_time(20)
    floor.hang_up("c1", "o1-leg")
    day = told.day()
    assert day.seconds[AgentState.ON_HOLD] == pytest.approx(15)
    assert day.seconds[AgentState.TALKING] == pytest.approx(50)
    assert day.longest_talk == pytest.approx(50)


def test_pauses_by_their_reason() -> None:
    told = Told()
    floor = told.floor
    floor.agent()
    for reason, seconds in (("meal", 600), ("break", 60), ("meal", 300)):
        floor.say(e.WantsPause, agent="8001", by="8001", reason=reason)
        floor.pass_time(seconds)
        floor.say(e.WantsReady, agent="8001", by="8001")
    assert dict(told.day().pauses) == {"meal": pytest.approx(900), "break": pytest.approx(60)}


def test_an_offer_that_the_telephone_did_not_take_is_missed() -> None:
    told = Told()
    told.floor.agent()
    told.floor.call()
    told.floor.offer()
    told.floor.pass_time(15)
    told.floor.no_answer()
    day = told.day()
    assert dict(day.missed) == {"no answer": 1}
    assert day.answered == 0


def test_a_caller_who_leaves_while_it_rings_is_nobodys_fault() -> None:
    told = Told()
    told.floor.agent()
    told.floor.call()
    told.floor.offer()
    told.floor.hang_up("c1", "o1-leg")
    assert not told.day().missed


def test_transfers_and_those_answered_in_time() -> None:
    told = Told()
    floor = told.floor
    floor.agent()
    floor.agent("8002", "senior")
    for number, waits in ((1, 5), (2, 40)):
        call, passes = f"c{number}", {"transfer": f"t{number}", "leg": f"c{number}", "linkedid": f"c{number}"}
        floor.call(call)
        floor.offer(call, offer=f"o-{call}")
        floor.answer(call, offer=f"o-{call}")
        floor.say(e.Transferred, agent="8001", to="queue", target="senior", mode="blind", **passes)
        floor.say(e.Waiting, leg=call, queue="senior", since=floor.at, linkedid=call)
        floor.say(e.LegEnded, leg=f"o-{call}-leg", linkedid=call)
        floor.pass_time(waits)
        floor.offer(call, "8002", f"p-{call}")
        floor.answer(call, "8002", f"p-{call}")
        floor.hang_up(call, f"p-{call}-leg")
        for agent in ("8001", "8002"):
            floor.say(e.WantsReady, agent=agent, by=agent)
    first, second = told.day("8001"), told.day("8002")
    assert (first.transfers, first.transfers_in_time) == (2, 1)
    assert (second.transfers, second.answered, second.offered) == (0, 2, 0)


CUT: list[tuple[str, Callable[[Told], OwnDay], float, int]] = [
    ("began the day before", lambda told: told.day(), 600, 0),
    ("goes on now", lambda told: told.day(now=told.floor.at + 30), 630, 0),
    ("goes on past midnight", lambda told: told.day(until=300, now=told.floor.at), 300, 0),
]


@pytest.mark.parametrize(("what", "asked", "talk", "answered"), CUT, ids=[row[0] for row in CUT])
def test_what_lies_over_midnight_counts_for_its_part(
    what: str, asked: Callable[[Told], OwnDay], talk: float, answered: int
) -> None:
    told = Told(minutes_before=10)
    told.floor.agent()
    told.floor.call()
    told.floor.offer()
    told.floor.answer()
    told.floor.pass_time(1200)
    day = asked(told)
    assert (day.seconds[AgentState.TALKING], day.answered) == (pytest.approx(talk), answered), what
    assert day.longest_talk == pytest.approx(talk)


def test_somebody_who_never_worked_has_no_figures() -> None:
    told = Told()
    told.floor.agent("8002")
    assert not told.day("8001").seconds


def test_a_restart_of_the_machine_counts_no_time_twice() -> None:
    """Its clock begins at 0 again; the log says when the service came back (R18)."""
    told = Told()
    floor = told.floor
    floor.say(e.ServiceStarted, boot="b1", machine="m1")
    floor.agent()
    floor.pass_time(100)
    floor.at, floor.mono = floor.at + 50, 3.0
    floor.say(e.ServiceStarted, boot="b2", machine="m2")
    floor.pass_time(10)
    floor.say(e.WantsPause, agent="8001", by="8001", reason="meal")
    assert told.day().seconds[AgentState.READY] == pytest.approx(160)
