"""A house to be measured: real Asterisk and the whole service as processes of their own, in a temporary folder."""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from faultline.settings import Settings
from faultline.toolbox import find_tool
from ivr.prompts.build import build_prompts
from ivr.prompts.engine import EspeakEngine
from tests.real.house import House
from tests.real.served import Served, bring_in

LAB = "[head]\ncircuits = 200\nseconds = 0.5\n"
"""A test head that every caller gets through to: waiting for it is measured elsewhere."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cpu:
    """Seconds of CPU, user and system."""

    service: float
    asterisk: float

    def __sub__(self, earlier: "Cpu") -> "Cpu":
        return Cpu(self.service - earlier.service, self.asterisk - earlier.asterisk)


@contextlib.asynccontextmanager
async def opened(*, max_calls: int = 200, **settings: str) -> AsyncIterator[Served]:
    """Ready for `max_calls` calls at once to 112; `settings` are the service's environment."""
    built = Settings().folder
    await asyncio.to_thread(build_prompts, built, EspeakEngine(find_tool("espeak-ng")))
    with tempfile.TemporaryDirectory(prefix="faultline-bench-") as name:
        folder = Path(name)
        house = await asyncio.to_thread(House.open, folder / "data", built, max_calls=max_calls)
        try:
            (house.settings.folder / "lab.toml").write_text(LAB)
            await bring_in(house)
            served = Served(house, **settings)
            await served.start()
            try:
                yield served
            finally:
                await served.stop()
        finally:
            await asyncio.to_thread(house.close)


def pids(served: Served) -> tuple[int, int]:
    """Of the service and of Asterisk."""
    asterisk = served.house.asterisk.pid()
    assert asterisk is not None
    return served.process.pid, asterisk


def cpu(served: Served) -> Cpu:
    """What both have used since they started."""
    return Cpu(*(_seconds(pid) for pid in pids(served)))


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
