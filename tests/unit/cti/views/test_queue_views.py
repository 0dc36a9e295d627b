"""What a queue shows: who waits, the longest wait, and the service level of the last half hour (K2, H15)."""

import pytest

from cti.floor import events as e
from cti.routing.queues import DEFAULT_QUEUES
from cti.views.queues import QueueView, queue_views, waiting_in
from cti.views.service_level import WINDOW, ServiceLevels
from tests.unit.cti.scripted_floor import ScriptedFloor


class Watched(ScriptedFloor):
    """A floor whose service levels are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.levels = ServiceLevels()
        self.subscribe(lambda event, changes: self.levels.note(event.mono, changes))

    def queue(self, name: str = "junior") -> QueueView:
        views = queue_views(self.floor, DEFAULT_QUEUES, self.levels, self.now())
        return next(view for view in views if view.name == name)


def test_who_waits_the_longest_first() -> None:
    live = Watched()
    live.call("late")
    live.call("early", since=live.at - 50)
    live.call("elsewhere", queue="english")
    assert [call.id for call in waiting_in(live.floor)["junior"]] == ["early", "late"]
    view = live.queue()
    assert view.waiting == 2
    assert view.waiting_since is not None
    assert view.waiting_since.timestamp() == live.at - 50
    assert live.queue("senior").waiting_since is None


@pytest.mark.parametrize(
    ("waits", "in_time"), [(0.0, 1), (20.0, 1), (20.5, 0)], ids=["at once", "at the limit", "too late"]
)
def test_answered_in_time(waits: float, in_time: int) -> None:
    """K2: within 20 s."""
    live = Watched()
    live.agent()
    live.call()
    live.pass_time(waits)
    live.offer()
    live.answer()
    view = live.queue()
    assert (view.offered, view.in_time, view.abandoned) == (1, in_time, 0)
    assert view.service_level == in_time


def test_who_left_counts_as_offered_and_who_went_back_to_the_flow_does_not() -> None:
    live = Watched()
    live.call("left")
    live.hang_up("left")
    live.call("back")
    live.say(e.WaitingOver, leg="back", why="returned")
    live.hang_up("back")
    view = live.queue()
    assert (view.offered, view.abandoned, view.service_level) == (1, 1, 0.0)


def test_after_half_an_hour_it_is_forgotten() -> None:
    live = Watched()
    live.call()
    live.hang_up()
    live.pass_time(WINDOW + 1)
    assert (live.queue().offered, live.queue().service_level) == (0, None)


def test_agents_by_state_and_skill() -> None:
    live = Watched()
    live.agent("8001")
    live.agent("8002")
    live.agent("8003", queue="english")
    live.say(e.WantsPause, agent="8002", by="8002", reason="lunch")
    assert live.queue().agents == {"ready": 1, "paused": 1}
    assert live.queue("english").agents == {"ready": 1}
