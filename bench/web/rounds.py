"""The command of a measurement that is done so many times: measure, print, and write into docs/performance.md."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bench.fastagi.page import write

Found = TypeVar("Found")


def command(
    about: str | None,
    title: str,
    rounds: int,
    measure: Callable[[int], Awaitable[Found]],
    section: Callable[[Found], str],
) -> None:
    """`about`: for --help; `title`: heading on the page; `rounds`: how many unless told otherwise."""
    options = argparse.ArgumentParser(description=about)
    options.add_argument("--rounds", type=int, default=rounds)
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()

    async def measured() -> Found:
        return await measure(asked.rounds)

    text = section(asyncio.run(measured()))
    print(text)
    if asked.write:
        write(title, text)
