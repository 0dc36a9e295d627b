"""Who is told what: streams by topic. Telling never waits and never fails, however slow a desktop is (R15, S13).

Nothing of a web framework in here: `cti/live/desktop.py` carries a stream over a wire.
"""

import asyncio
import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from cti.live.messages import FromService, FullState
from cti.live.stream import Stream
from cti.live.viewer import Viewer, person_topic

LINGER_SECONDS = 120.0
"""How long a stream is kept for a desktop that has gone."""
STREAMS_OF_ONE = 4
"""Streams of one person at most; the one without a desktop for the longest gives way, then the oldest."""

Close = Callable[[int, str], None]


@dataclass(eq=False, slots=True)
class Seat:
    """A stream, whose it is, and the desktop that is connected to it, if any."""

    viewer: Viewer
    stream: Stream
    topics: frozenset[str]
    opened: float
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    close: Close | None = None
    """Closes the connection (code, reason); None: no desktop is connected."""
    left: float = 0.0


class Hub:
    """`state_of` gives the full state of a viewer; `clock` is monotonic seconds."""

    def __init__(
        self,
        state_of: Callable[[Viewer], FullState],
        *,
        linger: float = LINGER_SECONDS,
        kept: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.state_of = state_of
        self._linger = linger
        self._kept = kept
        self._clock = clock
        self._swept = clock()
        self._seats: dict[str, Seat] = {}
        self._by_topic: dict[str, set[Seat]] = defaultdict(set)

    def tell(self, topic: str, message: FromService) -> None:
        """Tell everybody who may know of the topic; encoded once."""
        seats = self._by_topic.get(topic)
        if not seats:
            return
        body = msgspec.json.encode(message)
        for seat in seats:
            seat.stream.tell(body)
            seat.wake.set()

    def anybody(self, topic: str) -> bool:
        """Whether it is worth making a message for the topic."""
        return bool(self._by_topic.get(topic))

    @property
    def topics(self) -> list[str]:
        """Topics that somebody listens to."""
        return [topic for topic, seats in self._by_topic.items() if seats]

    def open(self, viewer: Viewer, stream: str, last: int, close: Close) -> tuple[Seat, bool]:
        """A desktop has come, with its former stream's name and last number; whether that one goes on.

        A stream belongs to its person and rights: in other hands, or with other rights, a new one is opened.
        """
        self.sweep()
        seat = self._seats.get(stream)
        if seat is None or seat.viewer.person != viewer.person or seat.topics != viewer.topics:
            return self._new(viewer, close), False
        if seat.close is not None:
            seat.close(4409, "connected again elsewhere")
        seat.viewer, seat.close = viewer, close
        return seat, seat.stream.resume(last)

    def leave(self, seat: Seat, close: Close) -> None:
        """The connection is gone; the stream waits for its desktop."""
        if seat.close == close:
            seat.close, seat.left = None, self._clock()

    def revoke(self, person: str, code: int, reason: str, *, session: str | None = None) -> None:
        """The person's rights have changed or the session has ended: close, and forget the streams."""
        for seat in self.of(person):
            if session is None or seat.viewer.session == session:
                self._forget(seat, code, reason)

    def of(self, person: str) -> list[Seat]:
        """The streams of a person."""
        return list(self._by_topic.get(person_topic(person), ()))

    @property
    def connected(self) -> int:
        """Desktops that are connected now."""
        return sum(seat.close is not None for seat in self._seats.values())

    def sweep(self) -> None:
        """Forget streams whose desktop did not come back; every second at most."""
        now = self._clock()
        if now < self._swept + 1.0:
            return
        self._swept = now
        too_long = now - self._linger
        for seat in [d for d in self._seats.values() if d.close is None and d.left < too_long]:
            self._forget(seat, 4408, "gone")

    def _new(self, viewer: Viewer, close: Close) -> Seat:
        others = sorted(self.of(viewer.person), key=lambda d: (d.close is not None, d.opened))
        for seat in others[: max(0, len(others) - STREAMS_OF_ONE + 1)]:
            self._forget(seat, 4409, "too many desktops of one person")
        stream = Stream(secrets.token_urlsafe(16))
        if self._kept:
            stream.most = self._kept
        seat = Seat(viewer, stream, viewer.topics, self._clock(), close=close)
        self._seats[stream.id] = seat
        for topic in seat.topics:
            self._by_topic[topic].add(seat)
        return seat

    def _forget(self, seat: Seat, code: int, reason: str) -> None:
        self._seats.pop(seat.stream.id, None)
        for topic in seat.topics:
            self._by_topic[topic].discard(seat)
            if not self._by_topic[topic]:
                del self._by_topic[topic]
        if seat.close is not None:
            seat.close(code, reason)
            seat.close = None
