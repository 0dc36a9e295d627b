"""Waiting for something to become true, with a deadline and without guessing how long it takes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

POLL_SECONDS = 0.02


async def until(look: Callable[[], Awaitable[T]], *, seconds: float = 20.0) -> T:
    """The first truthy answer of `look`. Raises AssertionError with the last answer at the deadline."""
    deadline = time.monotonic() + seconds
    while not (found := await look()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {found!r}"
        await asyncio.sleep(POLL_SECONDS)
    return found
