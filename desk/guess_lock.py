"""How many numbers that do not exist one caller may key (S18): a sliding window, in bounded memory.

The calling number is only a hint (S17), so the lock never hides anything by itself: it stops a keypad from being
used to try numbers one after the other.
"""

from collections import OrderedDict, deque


class GuessLock:
    """Counts wrong numbers by caller. Times are seconds of a clock that never goes back (R18).

    `limit`: wrong numbers within `window_seconds` that lock a caller; 0 = nobody is ever locked. `callers`: how many
    are remembered; the one heard of longest ago makes room.
    """

    def __init__(self, limit: int, window_seconds: float, *, callers: int = 10_000) -> None:
        self._limit = limit
        self._window = window_seconds
        self._callers = callers
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        """Callers remembered."""
        return len(self._wrong)

    def wrong(self, caller: str, now: float) -> None:
        """Count one wrong number."""
        if not self._limit:
            return
        times = self._wrong.setdefault(caller, deque(maxlen=self._limit))
        times.append(now)
        self._wrong.move_to_end(caller)
        if len(self._wrong) > self._callers:
            self._wrong.popitem(last=False)

    def locked(self, caller: str, now: float) -> bool:
        """Whether the last `limit` wrong numbers of this caller all lie within the window."""
        times = self._wrong.get(caller)
        return times is not None and len(times) == self._limit and now - times[0] < self._window
