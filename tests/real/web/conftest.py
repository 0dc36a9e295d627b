"""A real service with its desktop, and people in real Chromiums: one of each a file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect

from testcalls.repertoire import Repertoire
from tests.real.house import House, free_ports
from tests.real.served import Served, bring_in
from tests.real.staff import hire
from tests.real.web.crowd import Crowd

AGENT, COLLEAGUE, HEAD = "8001", "8002", "8009"
KNOBS = "[globals](+)\nWRAPUP_SECONDS = 120\nRING_SECONDS = 20\nOVERFLOW_SECONDS = 60\n"
SKILLS = {"junior": 1, "senior": 2}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    prompts: Path,
    repertoire: Repertoire,
) -> AsyncIterator[Served]:
    """Asterisk and the service with two agents' browsers and a supervisor.

    In a file that says `KEEPS_ASTERISK_UP = True` the service looks after Asterisk, as `make run` does. Numbers
    5550XXXX may be called: they ring at `house.agent_port`.
    """
    port = free_ports()["sip_port"]
    outside = {"outbound_patterns": ("5550XXXX",), "outbound_host": f"127.0.0.1:{port}"}
    house = House.open(tmp_path_factory.mktemp("web"), prompts, repertoire=repertoire, **outside)
    house.agent_port = port
    served = Served(
        house,
        keep_asterisk=not getattr(request.module, "KEEPS_ASTERISK_UP", False),
        FAULTLINE_OUTBOUND_PATTERNS="5550XXXX",
        FAULTLINE_OUTBOUND_HOST=f"127.0.0.1:{port}",
    )
    try:
        with house.site("extensions.conf", KNOBS):
            await bring_in(house)
            for login, extension in (("one", AGENT), ("two", COLLEAGUE)):
                await hire(
                    house,
                    login,
                    "junior_agent",
                    extension=extension,
                    browser_phone=True,
                    team="day",
                    skills=SKILLS,
                )
            await hire(house, "head", "shift_supervisor", extension=HEAD, browser_phone=True, team="day")
            await served.start()
            yield served
    finally:
        await served.stop()
        house.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crowd_of_the_file(served: Served, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Crowd]:
    """The Chromiums of the file."""
    expect.set_options(timeout=15_000)
    async with async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        origin = f"http://127.0.0.1:{served.house.settings.http_port}"
        crowd = Crowd(playwright, tmp_path_factory.mktemp("voices"), origin)
        yield crowd
        await crowd.close()


@pytest_asyncio.fixture(loop_scope="module")
async def crowd(crowd_of_the_file: Crowd) -> AsyncIterator[Crowd]:
    """The people of one test: it fails when a page of theirs logged an error or broke its policy."""
    yield crowd_of_the_file
    complaints = await crowd_of_the_file.leave()
    assert not complaints, "\n".join(complaints)
