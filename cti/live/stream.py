"""One desktop's stream: numbered messages in a bounded ring, and how far the desktop is. No I/O.

A desktop that comes back says the last number it received. If the ring still holds the next one it goes on from
there, else it gets the full state, whose number is that of the last message it contains. A desktop that is too
slow falls out of its own ring the same way and costs nobody else anything.
"""

from collections import deque
from dataclasses import dataclass, field

KEPT_MESSAGES = 256
KEPT_BYTES = 1_000_000


@dataclass(slots=True)
class Stream:
    """`last`: number of the newest message told. Take messages by `take`; None: up to date, or `behind`."""

    id: str
    most: int = KEPT_MESSAGES
    most_bytes: int = KEPT_BYTES
    last: int = 1
    _ring: deque[bytes] = field(default_factory=deque)
    _bytes: int = 0
    _sent: int = 0
    """Number of the message that was taken last."""
    restated: int = 0
    """Full states in a row that the desktop needed because it was behind, without once being up to date."""
    _fresh: bool = True
    """Nothing was ever taken: the desktop needs a full state first."""

    def tell(self, body: bytes) -> None:
        """Number a message and keep it; the oldest ones give way."""
        self.last += 1
        self._ring.append(body)
        self._bytes += len(body)
        while len(self._ring) > self.most or (self._bytes > self.most_bytes and len(self._ring) > 1):
            self._bytes -= len(self._ring.popleft())

    @property
    def oldest(self) -> int:
        """Number of the oldest message that is kept."""
        return self.last - len(self._ring) + 1

    @property
    def behind(self) -> bool:
        """The next message to take is gone: the desktop needs the full state."""
        return self._fresh or self._sent + 1 < self.oldest

    @property
    def up_to_date(self) -> bool:
        """There is nothing to take."""
        return not self.behind and self._sent == self.last

    def take(self) -> tuple[int, bytes] | None:
        """The next message and its number."""
        if self.behind or self._sent == self.last:
            return None
        self._sent += 1
        if self._sent == self.last:
            self.restated = 0
        return self._sent, self._ring[self._sent - self.oldest]

    def restate(self) -> int:
        """The full state is taken now: its number. Everything told until now counts as taken."""
        if not self._fresh:
            self.restated += 1
        self._fresh = False
        self._sent = self.last
        return self.last

    def resume(self, last: int) -> bool:
        """Go on after number `last`; False: that is not possible, and the desktop needs the full state."""
        possible = self.oldest - 1 <= last <= self.last
        self._fresh = not possible
        self._sent = last if possible else self._sent
        self.restated = 0
        return possible

    def start_over(self) -> None:
        """The desktop asked for the full state."""
        self._fresh = True
