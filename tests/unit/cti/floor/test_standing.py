"""A fold that begins in the middle of the log gives what the live floor gave: agents' standings are told (H14)."""

from collections.abc import Callable

import pytest

from cti.event_log.entry import Entry
from cti.event_log.replay import Replay
from cti.figures.own_day import OwnDay
from cti.floor import events as e
from cti.floor.figures import Figures
from cti.floor.standing import RUN_UP, STANDS_EVERY, standings
from cti.floor.state import AgentState, Floor
from tests.unit.cti.scripted_floor import ScriptedFloor

DAYS = 2 * 86_400.0


class Site(ScriptedFloor):
    """A live floor that tells every few hours how its agents stand."""

    def pass_hours(self, seconds: float) -> None:
        for _ in range(int(seconds / STANDS_EVERY)):
            self.pass_time(STANDS_EVERY)
            for told in standings(self.floor, self.at, self.mono):
                self.act(told)

    def conversation(self, call: str) -> None:
        self.call(call)
        self.pass_time(3)
        self.offer(call, offer=call + "o")
        self.pass_time(2)
        self.answer(call, offer=call + "o")
        self.pass_time(60)
        self.hang_up(call, call + "o-leg")
        self.pass_time(10)
        self.say(e.WrapUpOver, agent="8001")


def goes_home(site: Site) -> None:
    site.say(e.SignedOut, agent="8001", by="8001")


def stays(site: Site) -> None:
    """Signed in, ready, and never away from the desk for two days."""


def pauses(site: Site) -> None:
    site.say(e.WantsPause, agent="8001", by="8001", reason="night")


def talks(site: Site) -> None:
    """A conversation that goes on for two days."""
    site.call("long")
    site.offer("long", offer="longo")
    site.answer("long", offer="longo")


BEFORE = [goes_home, stays, pauses, talks]


@pytest.mark.parametrize("before", BEFORE, ids=[row.__name__ for row in BEFORE])
def test_replay_since_and_own_day_equal_the_live_floor(before: Callable[[Site], None]) -> None:
    """Two days after the telephone registered: nothing of that is in the hours before."""
    site = Site()
    site.agent()
    before(site)
    site.pass_hours(DAYS)
    site.pass_time(1800)
    begins, live = site.at, Figures()
    site.subscribe(live.note)
    whole = OwnDay("8001", begins, begins + 86_400, lambda _: 20.0)
    late = OwnDay("8001", begins, begins + 86_400, lambda _: 20.0)
    if before is talks:
        site.say(e.LegEnded, leg="longo-leg", linkedid="long", cause=16)
    if before is goes_home:
        site.say(e.SignedIn, agent="8001", by="8001")
    site.say(e.WantsReady, agent="8001", by="8001")
    site.pass_time(600)
    site.conversation("c1")
    site.conversation("c2")
    site.say(e.WantsPause, agent="8001", by="8001", reason="lunch")
    site.pass_time(10)
    site.say(e.SignedOut, agent="8001", by="8001")
    tail = [event for event in site.log if event.at >= begins - RUN_UP]
    assert len(tail) < len(site.log)
    for events, day in ((site.log, whole), (tail, late)):
        replay = Replay(since=begins)
        replay.take(Entry(node="n", boot="b", sequence=n, event=event) for n, event in enumerate(events, 1))
        assert replay.figures == live, len(events)
        for event in events:
            day.take(event)
        day.close(site.at)
    assert (late.seconds, late.pauses) == (whole.seconds, whole.pauses)
    assert late.seconds[AgentState.READY] >= 600


def test_the_live_floor_knows_it_already() -> None:
    site = Site()
    site.agent()
    talks(site)
    before = repr(site.floor.agents), repr(site.floor.legs)
    for told in standings(site.floor, site.at, site.mono):
        assert site.act(told) == []
    assert (repr(site.floor.agents), repr(site.floor.legs)) == before
    assert list(standings(Floor(), 1.0, 1.0)) == []
