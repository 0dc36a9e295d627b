"""Passes: what a page is given before it calls. One pass is one call, known to nobody but the page (S13)."""

import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from cti.errors import TooManyTries

GOOD_FOR = 1800.0
"""Seconds from the issue in which a page may ask for what is told under its pass."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_LENGTH = 32
_A_MINUTE = 60.0


@dataclass(slots=True)
class Passes:
    """`most_a_minute`: passes that one address gets. `clock`: monotonic seconds."""

    most_a_minute: int = 30
    clock: Callable[[], float] = time.monotonic
    _issued: dict[str, float] = field(default_factory=dict)
    _lately: dict[str, deque[float]] = field(default_factory=dict)

    def issue(self, address: str) -> str:
        """A new pass. Raises TooManyTries."""
        now = self.clock()
        self._forget(now)
        lately = self._lately.setdefault(address, deque())
        if len(lately) >= self.most_a_minute:
            raise TooManyTries(int(_A_MINUTE - (now - lately[0])) + 1)
        lately.append(now)
        new = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        self._issued[new] = now
        return new

    def holds(self, follow: str) -> bool:
        """Whether it was issued, not too long ago."""
        return self.clock() - self._issued.get(follow, -GOOD_FOR) < GOOD_FOR

    def _forget(self, now: float) -> None:
        for old in [name for name, at in self._issued.items() if now - at >= GOOD_FOR]:
            del self._issued[old]
        for address, times in list(self._lately.items()):
            while times and now - times[0] >= _A_MINUTE:
                times.popleft()
            if not times:
                del self._lately[address]
