"""The floor's last hour in steps, for the curves of a wallboard: how many waited, and how well they were served.

Kept in memory by the running service: it begins anew with it.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from cti.views.moment import Moment, utc
from cti.views.queues import QueueView

STEP = 30.0
"""Seconds that one point of a curve stands for."""
POINTS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class HourPoint:
    """`waiting`: most at once within the step. `share`: service level over all queues, 0 to 1; None: nobody offered."""

    at: datetime
    waiting: int
    share: float | None


@dataclass(slots=True)
class Hour:
    """Feed it `note` now and then; `points` are the latest, the oldest first."""

    _points: deque[HourPoint] = field(default_factory=lambda: deque(maxlen=POINTS))

    @property
    def points(self) -> list[HourPoint]:
        """Of the last hour."""
        return list(self._points)

    def note(self, queues: Iterable[QueueView], now: Moment) -> None:
        """Count the queues as they are now."""
        found = list(queues)
        offered = sum(queue.offered for queue in found)
        waiting = sum(queue.waiting for queue in found)
        share = sum(queue.in_time for queue in found) / offered if offered else None
        at = utc(now.at // STEP * STEP)
        if self._points and self._points[-1].at == at:
            waiting = max(waiting, self._points.pop().waiting)
        self._points.append(HourPoint(at=at, waiting=waiting, share=share))
