"""A table of calls, a few of them at the same time, and every row that failed named at the end."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

LIMIT = 8
"""Calls at the same time: callers with ears need some of the machine, too."""


async def few_at_once(jobs: Iterable[tuple[str, Callable[[], Awaitable[T]]]], limit: int = LIMIT) -> list[T]:
    """The results of all jobs, in their order. Raises ExceptionGroup with each failure, noted with its name."""
    room = asyncio.Semaphore(limit)

    async def run(name: str, job: Callable[[], Awaitable[T]]) -> T | Exception:
        async with room:
            try:
                return await job()
            except Exception as error:
                error.add_note(name)
                return error

    results = await asyncio.gather(*(run(name, job) for name, job in jobs))
    if failed := [result for result in results if isinstance(result, Exception)]:
        raise ExceptionGroup(f"{len(failed)} of {len(results)} calls", failed)
    return [result for result in results if not isinstance(result, Exception)]
