"""The service level of the last half hour by queue (K2): answered in time, of all that were offered.

A pure fold of the floor's changes. Callers who went back to the automatic flow, or to the voice box, were not
offered to an agent to the end and are not counted.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from cti.floor.calls import IN_QUEUE
from cti.floor.changes import CallAnswered, CallEnded, Change

WINDOW = 1800.0
"""Seconds that count as now."""


@dataclass(frozen=True, slots=True)
class Share:
    """`in_time` and `abandoned` are parts of `offered`."""

    offered: int = 0
    in_time: int = 0
    abandoned: int = 0

    @property
    def level(self) -> float | None:
        """0 to 1; None while nobody was offered."""
        return self.in_time / self.offered if self.offered else None


@dataclass(frozen=True, slots=True)
class _Outcome:
    mono: float
    queue: str
    waited: float
    abandoned: bool


@dataclass(slots=True)
class ServiceLevels:
    """Feed it `note` for every event; ask `of` for a queue. `mono`: seconds of the clock that never steps."""

    _outcomes: deque[_Outcome] = field(default_factory=deque)

    def note(self, mono: float, changes: Iterable[Change]) -> None:
        """Count what these changes decide."""
        for change in changes:
            match change:
                case CallAnswered(first=True) if change.queue:
                    self._outcomes.append(_Outcome(mono, change.queue, change.waited, abandoned=False))
                case CallEnded() if change.left_in in IN_QUEUE:
                    self._outcomes.append(_Outcome(mono, change.last.queue, change.waited, abandoned=True))
        self._forget(mono)

    def of(self, queue: str, mono: float, within: float) -> Share:
        """The share of one queue as of `mono`, in time being an answer within so many seconds."""
        self._forget(mono)
        found = [outcome for outcome in self._outcomes if outcome.queue == queue]
        abandoned = sum(outcome.abandoned for outcome in found)
        in_time = sum(not outcome.abandoned and outcome.waited <= within for outcome in found)
        return Share(len(found), in_time, abandoned)

    def _forget(self, mono: float) -> None:
        while self._outcomes and self._outcomes[0].mono < mono - WINDOW:
            self._outcomes.popleft()
