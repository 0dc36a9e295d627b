"""A house of its own with the whole service, an agent and a supervisor."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from testcalls.repertoire import Repertoire
from tests.real.house import House
from tests.real.served import Served, bring_in
from tests.real.staff import hire

AGENT, COLLEAGUE = "8001", "8002"
KNOBS = "[globals](+)\nWRAPUP_SECONDS = 2\nRING_SECONDS = 4\nOVERFLOW_SECONDS = 60\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(
    tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire
) -> AsyncIterator[Served]:
    """Asterisk and the service, both this file's own: they are killed."""
    house = House.open(tmp_path_factory.mktemp("floor"), prompts, repertoire=repertoire)
    served = Served(house)
    try:
        with house.site("extensions.conf", KNOBS):
            await bring_in(house)
            skills = {"junior": 1, "senior": 2}
            await hire(house, "one", "junior_agent", extension=AGENT, team="day", skills=skills)
            await hire(house, "two", "junior_agent", extension=COLLEAGUE, team="day", skills=skills)
            await hire(house, "head", "shift_supervisor", team="day")
            await served.start()
            yield served
    finally:
        await served.stop()
        house.close()
