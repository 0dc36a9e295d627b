"""A circuit breaker: a head that keeps failing is left alone for a while, then tried by one test at a
time."""

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """CLOSED: tests pass. OPEN: refused. HALF_OPEN: one test is out to see whether the head is back."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(slots=True)
class Breaker:
    """Opens after `threshold` failures in a row and stays open for `rest_seconds`.

    Times are monotonic seconds and are passed in. A trial that never reports back (its caller hung up)
    blocks the others for `rest_seconds` at most: then the next one is let through.
    """

    threshold: int = 5
    rest_seconds: float = 30.0
    _failures: int = field(default=0, init=False)
    _next_trial: float = field(default=0.0, init=False)
    _trial_out: bool = field(default=False, init=False)

    @property
    def state(self) -> State:
        """Where it stands."""
        if self._failures < self.threshold:
            return State.CLOSED
        return State.HALF_OPEN if self._trial_out else State.OPEN

    def allows(self, now: float) -> bool:
        """Whether a test may go out now; once open, a yes is the trial and keeps the others back."""
        if self.state is State.CLOSED:
            return True
        if now < self._next_trial:
            return False
        self._next_trial = now + self.rest_seconds
        self._trial_out = True
        return True

    def succeeded(self) -> None:
        """The head answered; being busy is an answer."""
        self._failures = 0
        self._trial_out = False

    def failed(self, now: float) -> None:
        """The head did not answer, or nothing usable."""
        self._failures += 1
        self._trial_out = False
        self._next_trial = now + self.rest_seconds
