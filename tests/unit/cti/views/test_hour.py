"""The curves of the wallboard: peaks of waiting callers, the latest service level, an hour and no more (H15)."""

from datetime import timedelta

import pytest

from cti.views.hour import POINTS, STEP, Hour
from cti.views.moment import Moment
from cti.views.queues import QueueView

AT = 1_800_000_000.0


def queue(waiting: int, offered: int = 0, in_time: int = 0) -> QueueView:
    return QueueView(
        name="junior",
        title="",
        waiting=waiting,
        waiting_since=None,
        agents={},
        service_level=None,
        service_level_seconds=20,
        offered=offered,
        in_time=in_time,
        abandoned=0,
    )


def noted(*looks: tuple[float, list[QueueView]]) -> list[tuple[int, float | None]]:
    hour = Hour()
    for after, queues in looks:
        hour.note(queues, Moment(AT + after, after))
    return [(point.waiting, point.share) for point in hour.points]


@pytest.mark.parametrize(
    ("looks", "points"),
    [
        pytest.param([(0.0, [queue(2), queue(3)])], [(5, None)], id="all queues together, nobody offered"),
        pytest.param([(0.0, [queue(0, 10, 9), queue(0, 10, 1)])], [(0, 0.5)], id="one share over all queues"),
        pytest.param(
            [(0.0, [queue(4)]), (10.0, [queue(1, 2, 1)])], [(4, 0.5)], id="peak, and the latest share"
        ),
        pytest.param([(0.0, [queue(4)]), (STEP, [queue(1)])], [(4, None), (1, None)], id="the next step"),
    ],
)
def test_a_point_of_the_curve(
    looks: list[tuple[float, list[QueueView]]], points: list[tuple[int, float | None]]
) -> None:
    assert noted(*looks) == points


def test_an_hour_is_kept() -> None:
    hour = Hour()
    for n in range(500):
        hour.note([queue(n)], Moment(AT + n * STEP, n * STEP))
    assert len(hour.points) == POINTS
    assert hour.points[-1].at - hour.points[0].at == timedelta(seconds=STEP * (POINTS - 1))
