"""The service level of the last half hour by queue (K2): answered within 20 s, of all that were offered.

A pure fold of the floor's events and changes. Callers who went back to the automatic flow, or to the voice box,
were not offered to an agent to the end and are not counted.
"""

from collections import deque
from dataclasses import dataclass, field

from cti.floor.changes import CallAnswered, CallEnded, CallMoved, Change
from cti.floor.events import FloorEvent
from cti.floor.state import Floor, Stage

WITHIN = 20.0
"""Seconds (K2)."""
WINDOW = 1800.0
"""Seconds that count as now."""

IN_QUEUE = frozenset({Stage.WAITING, Stage.OFFERED, Stage.PARACHUTE})


@dataclass(frozen=True, slots=True)
class Share:
    """`level` is `in_time` of `offered`; None while nobody was offered."""

    offered: int = 0
    in_time: int = 0
    abandoned: int = 0

    @property
    def level(self) -> float | None:
        """0 to 1."""
        return self.in_time / self.offered if self.offered else None


@dataclass(frozen=True, slots=True)
class _Outcome:
    mono: float
    queue: str
    in_time: bool
    abandoned: bool


@dataclass(slots=True)
class ServiceLevels:
    """Feed it `note` for every event; ask `of` for a queue."""

    _waiting: dict[str, str] = field(default_factory=dict)
    """Call → queue that it waits in."""
    _outcomes: deque[_Outcome] = field(default_factory=deque)

    def note(self, floor: Floor, event: FloorEvent, changes: list[Change]) -> None:
        """Count what these changes decide."""
        for change in changes:
            match change:
                case CallAnswered():
                    self._waiting.pop(change.call, None)
                    self._decide(event.mono, change.queue, in_time=change.waited <= WITHIN)
                case CallEnded():
                    self._left(event.mono, change.call)
                case CallMoved():
                    self._moved(floor, change)
        self._forget(event.mono)

    def of(self, queue: str, mono: float) -> Share:
        """The share of one queue as of `mono`."""
        self._forget(mono)
        found = [outcome for outcome in self._outcomes if outcome.queue == queue]
        return Share(len(found), sum(o.in_time for o in found), sum(o.abandoned for o in found))

    def _moved(self, floor: Floor, change: CallMoved) -> None:
        call = floor.calls.get(change.call)
        if change.after in IN_QUEUE and call is not None:
            self._waiting[change.call] = call.queue
        elif change.after is not Stage.ENDED:
            self._waiting.pop(change.call, None)

    def _left(self, mono: float, call: str) -> None:
        queue = self._waiting.pop(call, None)
        if queue is not None:
            self._decide(mono, queue, in_time=False, abandoned=True)

    def _decide(self, mono: float, queue: str, *, in_time: bool, abandoned: bool = False) -> None:
        self._outcomes.append(_Outcome(mono, queue, in_time, abandoned))

    def _forget(self, mono: float) -> None:
        while self._outcomes and self._outcomes[0].mono < mono - WINDOW:
            self._outcomes.popleft()
