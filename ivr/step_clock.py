"""Which steps a dialog went through, for how long, and how often each was asked (F1.14), for statistics.

Durations come from the monotonic clock: a step of the wall clock, daylight saving or midnight does not
change them (R18).
"""

import time
from collections.abc import Callable


class StepClock:
    """Accumulates seconds by step. `now` gives seconds of a clock that never goes back."""

    __slots__ = ("_begun", "_durations", "_entered", "_listener", "_tries", "last_step", "now")

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self.last_step = ""
        """The step reached, empty before the first."""
        self._begun = self._entered = now()
        self._durations: dict[str, float] = {}
        self._tries: dict[str, int] = {}
        self._listener: Callable[[str, float], None] | None = None

    def on_step(self, listener: Callable[[str, float], None]) -> None:
        """Tell `listener(name, seconds since the beginning)` of every step from now on."""
        self._listener = listener

    def elapsed(self) -> float:
        """Seconds since the dialog began."""
        return self.now() - self._begun

    def durations(self) -> dict[str, float]:
        """Seconds by step, in the order first reached; the step under way is counted up to now."""
        durations = dict(self._durations)
        if self.last_step:
            durations[self.last_step] += self.now() - self._entered
        return durations

    def tries(self) -> dict[str, int]:
        """How often each question was put."""
        return dict(self._tries)

    def step(self, name: str) -> None:
        """Enter a step, for the first time or again; entering the step under way changes nothing."""
        if name == self.last_step:
            return
        now = self.now()
        if self.last_step:
            self._durations[self.last_step] += now - self._entered
        self._durations.setdefault(name, 0.0)
        self.last_step, self._entered = name, now
        if self._listener is not None:
            self._listener(name, now - self._begun)

    def tried(self, name: str) -> None:
        """Count that the question of this step was put once (more)."""
        self._tries[name] = self._tries.get(name, 0) + 1
