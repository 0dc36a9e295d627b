"""The service level of the last half hour by queue (K2): answered within 20 s, of all that were offered.

A pure fold of the floor's changes. Callers who went back to the automatic flow, or to the voice box, were not
offered to an agent to the end and are not counted.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from cti.floor.calls import IN_QUEUE
from cti.floor.changes import CallAnswered, CallEnded, Change

WITHIN = 20.0
"""Seconds (K2)."""
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
    in_time: bool
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
                    in_time = change.waited <= WITHIN
                    self._outcomes.append(_Outcome(mono, change.queue, in_time, abandoned=False))
                case CallEnded() if change.left_in in IN_QUEUE:
                    self._outcomes.append(_Outcome(mono, change.last.queue, in_time=False, abandoned=True))
        self._forget(mono)

    def of(self, queue: str, mono: float) -> Share:
        """The share of one queue as of `mono`."""
        self._forget(mono)
        found = [outcome for outcome in self._outcomes if outcome.queue == queue]
        return Share(len(found), sum(o.in_time for o in found), sum(o.abandoned for o in found))

    def _forget(self, mono: float) -> None:
        while self._outcomes and self._outcomes[0].mono < mono - WINDOW:
            self._outcomes.popleft()
