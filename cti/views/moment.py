"""One moment on both clocks: turns the fold's monotonic seconds into times that people can read (R18)."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """`at`: seconds since 1970 UTC, `mono`: the clock that never steps, of the same instant."""

    at: float
    mono: float

    @classmethod
    def now(cls) -> "Moment":
        """This one."""
        return cls(time.time(), time.monotonic())

    def wall(self, mono: float) -> datetime:
        """When `mono` was, by the wall clock as it stands now."""
        return utc(self.at - (self.mono - mono))


def utc(at: float) -> datetime:
    """Seconds since 1970 as a time."""
    return datetime.fromtimestamp(at, UTC)
