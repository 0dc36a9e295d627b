"""Waiting for a busy test head while the caller holds the line (F1.8)."""

import asyncio
import time
from typing import Protocol

from desk.line_test.head import TestHead, TestHeadBusy
from desk.line_test.result import LineTest

SHORTEST_WAIT_SECONDS = 0.2
"""A head that says "try at once" is not asked more often than this."""


class Clock(Protocol):
    """Time that passes: monotonic seconds, and waiting for some of them to go by."""

    def now(self) -> float:
        """Monotonic seconds."""

    async def sleep(self, seconds: float) -> None:
        """Return once so many seconds have passed."""


class MonotonicClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Monotonic seconds."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Return once so many seconds have passed."""
        await asyncio.sleep(seconds)


async def test_when_free(
    head: TestHead,
    number: str,
    limit_seconds: float,
    clock: Clock | None = None,  # noqa: PT028
) -> LineTest:
    """Test a line, asking a busy head again when it said to, for `limit_seconds` at most.

    The last attempt begins at the limit. Raises TestHeadBusy when the head is busy then too, TestHeadFailed
    at once.
    """
    clock = clock or MonotonicClock()
    deadline = clock.now() + limit_seconds
    while True:
        try:
            return await head.test(number)
        except TestHeadBusy as busy:
            left = deadline - clock.now()
            if left <= 0:
                raise
            await clock.sleep(min(left, max(busy.retry_after, SHORTEST_WAIT_SECONDS)))


test_when_free.__test__ = False  # type: ignore[attr-defined]  # pytest: not a test
