"""Keeping a caller company while something takes its time: told so, comfort tone, progress (F1.8)."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from ivr.line import Line
from ivr.said import Said

T = TypeVar("T")


class WaitedTooLong(Exception):  # noqa: N818 - a verdict, not an error
    """The limit of a wait passed."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One wait. Seconds are those of the line's clock; a prompt under way is finished first."""

    step: str
    prompt: Said
    comfort: Said = "comfort"
    """A short tone, repeated: the wait ends between two of them."""
    progress: Said
    every_seconds: float = 10.0
    """From the prompt, or one progress sentence, to the next."""
    limit_seconds: float = 60.0


async def hold(line: Line, task: Awaitable[T], wait: Wait) -> T:
    """The result of `task`; meanwhile the caller hears prompt, tone, and progress.

    Keys pressed meanwhile wait for the next `read`. Raises WaitedTooLong, Hangup, and whatever `task`
    raises; a task that nobody waits for any more is cancelled.
    """
    line.step(wait.step)
    work = asyncio.ensure_future(task)
    try:
        await line.play(wait.prompt)
        await _company(line, work, wait)
        return await work
    finally:
        if not work.done():
            work.cancel()
            await asyncio.wait([work])


async def _company(line: Line, work: "asyncio.Future[T]", wait: Wait) -> None:
    begun = told = line.clock.now()
    while not work.done():
        if line.clock.now() - begun >= wait.limit_seconds:
            raise WaitedTooLong(wait.step)
        if line.clock.now() - told >= wait.every_seconds:
            told = line.clock.now()
            await line.play(wait.progress)
        else:
            await line.play(wait.comfort)
