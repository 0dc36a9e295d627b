"""Work that is done now and again every few seconds, in a task of its own.

Its end waits for what is under way: cancelled amid a command, the database's connection would stay open, and on SQLite
lock others out until the process ends.
"""

import asyncio
from collections.abc import Awaitable, Callable

FINISH_SECONDS = 5.0
"""How long work under way may take at the end, before it is cancelled all the same."""


class Repeated:
    """`work` catches what may go wrong in it: what it raises ends the repetition."""

    def __init__(self, work: Callable[[], Awaitable[None]], seconds: float) -> None:
        self._work = work
        self._seconds = seconds
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin now; once is enough."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Finish what is under way, and stop."""
        self._stop.set()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=FINISH_SECONDS)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while not self._stop.is_set():
            await self._work()
            try:
                await asyncio.wait_for(self._stop.wait(), self._seconds)
            except TimeoutError:
                continue
