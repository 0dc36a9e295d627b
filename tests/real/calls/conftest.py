"""A house with the service running, once a worker, and callers whose numbers never repeat."""

import asyncio
import functools
import itertools
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from testcalls.repertoire import Known, Repertoire
from tests.real.house import House
from tests.real.served import Served, bring_in
from tests.real.sipp import SippCaller

CALLED_BACK = {"outbound_patterns": ("8765XXXX",), "outbound_host": "127.0.0.1:9"}
"""The numbers that these callers call from may be called back."""
TEST_HEAD_SECONDS = 24
"""How long these callers wait for a busy test head (F1.8)."""
_NUMBERS = itertools.count(87650100)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def served(
    tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire
) -> AsyncIterator[Served]:
    """Asterisk and the service, on data of their own."""
    house = await asyncio.to_thread(
        House.open, tmp_path_factory.mktemp("calls"), prompts, repertoire=repertoire, **CALLED_BACK
    )
    await bring_in(house)
    served = Served(
        house,
        FAULTLINE_TEST_HEAD_SECONDS=str(TEST_HEAD_SECONDS),
        FAULTLINE_OUTBOUND_PATTERNS="8765XXXX",
        FAULTLINE_OUTBOUND_HOST="127.0.0.1:9",
    )
    await served.start()
    yield served
    await served.stop()
    await asyncio.to_thread(house.close)


@pytest.fixture
def caller(served: Served) -> Callable[..., SippCaller]:
    """Makes a caller who knows these sounds besides the prompts: SIPp signals and plays the tones, our ear hears."""

    def make(*sounds: Known) -> SippCaller:
        house = served.house
        repertoire = functools.reduce(Repertoire.also, sounds, house.repertoire)
        return SippCaller(house.server, repertoire, from_number=str(next(_NUMBERS)))

    return make
