"""Houses whose service is broken on purpose: each test opens what it needs and leaves nothing behind."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from testcalls.repertoire import Repertoire
from tests.real.house import House
from tests.real.served import Served, bring_in


@contextlib.asynccontextmanager
async def serving(
    folder: Path,
    prompts: Path,
    repertoire: Repertoire,
    *,
    environment: dict[str, str] | None = None,
    **settings: Any,
) -> AsyncIterator[Served]:
    """A house of its own below `folder` with the service running; `environment` is the service's alone."""
    house = await asyncio.to_thread(House.open, folder, prompts, repertoire=repertoire, **settings)
    try:
        await bring_in(house)
        served = Served(house, **(environment or {}))
        await served.start()
        try:
            yield served
        finally:
            await served.stop()
    finally:
        await asyncio.to_thread(house.close)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def served(
    tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire
) -> AsyncIterator[Served]:
    """One service for all tests here that leave it running as it was."""
    patient = {
        "FAULTLINE_CONFIRM_SECONDS": "8"
    }  # a machine whose disk others keep busy is not the fault meant
    async with serving(tmp_path_factory.mktemp("faults"), prompts, repertoire, environment=patient) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def staffed(served: Served) -> AsyncIterator[House]:
    """An agent counts as there but is paused: callers wait in the queue and nobody answers."""
    house, member = served.house, "Local/s@end/n"
    await asyncio.to_thread(house.asterisk.rx, f"queue add member {member} to junior")
    await asyncio.to_thread(house.asterisk.rx, f"queue pause member {member} queue junior")
    yield house
    await asyncio.to_thread(house.asterisk.rx, f"queue remove member {member} from junior")
