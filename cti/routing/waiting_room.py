"""The callers who wait, in the order in which they are served; adding and removing cost O(log n)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sortedcontainers import SortedList

from cti.routing.ordering import head_start

Rank = tuple[float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCall:
    """Somebody who waits for an agent. Times are seconds of the clock that never steps."""

    call: str
    queue: str
    since: float
    """First entry into the waiting room, kept over offers (F2.1); may be negative."""
    priority: int = 0
    weight: int = 0
    preferred: str = ""
    """Extension that is asked first: the same agent for a repeat caller, or for one whose leg was lost."""
    preferred_until: float = 0.0
    """Until then nobody else is asked."""
    not_before: float = 0.0
    """Left alone until then."""
    refused_by: Mapping[str, float] = field(default_factory=dict)
    """Extension → until when this call is not offered there again."""
    overflow_to: str = ""
    overflow_at: float = 0.0
    """From then on agents of `overflow_to` are asked too."""

    @property
    def rank(self) -> Rank:
        """Order of service: the lower, the sooner (see ordering.py)."""
        return self.since - head_start(self.priority, self.weight), self.call

    def queues(self, now: float) -> tuple[str, ...]:
        """The queues whose agents may take it now."""
        return (
            (self.queue, self.overflow_to) if self.overflow_to and now >= self.overflow_at else (self.queue,)
        )


class WaitingRoom:
    """Iterates in the order of service."""

    def __init__(self) -> None:
        self._calls: dict[str, WaitingCall] = {}
        self._order: SortedList = SortedList()
        self._queues: dict[str, SortedList] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def __contains__(self, call: object) -> bool:
        return call in self._calls

    def __iter__(self) -> Iterator[WaitingCall]:
        return (self._calls[call] for _, call in self._order)

    def get(self, call: str) -> WaitingCall | None:
        """The waiting call of this id."""
        return self._calls.get(call)

    def put(self, call: WaitingCall) -> None:
        """Add a call, or replace what was known of it."""
        if self._calls.get(call.call) == call:
            return
        self.remove(call.call)
        self._calls[call.call] = call
        self._order.add(call.rank)
        self._queues.setdefault(call.queue, SortedList()).add(call.rank)

    def remove(self, call: str) -> None:
        """Take a call out; nothing happens when it is not here."""
        known = self._calls.pop(call, None)
        if known is not None:
            self._order.remove(known.rank)
            self._queues[known.queue].remove(known.rank)

    def waiting_in(self, queue: str) -> int:
        """How many wait in a queue."""
        return len(self._queues.get(queue, ()))

    def place(self, call: str) -> int:
        """A call's place in its queue, from 1. Raises KeyError."""
        known = self._calls[call]
        return int(self._queues[known.queue].index(known.rank)) + 1
