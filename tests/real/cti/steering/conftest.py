"""One house for the tests of steering, with short times; a live floor that is anew for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from cti.routing.queues import DEFAULT_QUEUES
from faultline.asterisk import AgentEndpoint
from testcalls.repertoire import Repertoire
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.conftest import AGENT_SECRET
from tests.real.cti.steering.at_work import AtWork
from tests.real.house import House, free_ports

EXTENSIONS = tuple(f"80{number:02}" for number in range(1, 9))


@pytest.fixture(scope="session")
def steered_house(
    tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire
) -> Iterator[House]:
    """A house of its own, with a trunk that takes calls to 5550XXXX at `agent_port`, and short times."""
    port = free_ports()["sip_port"]
    agents = tuple(AgentEndpoint(extension, AGENT_SECRET) for extension in EXTENSIONS)
    outbound = {"outbound_patterns": ("5550XXXX",), "outbound_host": f"127.0.0.1:{port}"}
    folder = tmp_path_factory.mktemp("steered")
    house = House.open(folder, prompts, agents=agents, repertoire=repertoire, **outbound)
    house.agent_port = port
    with house.knobs(OVERFLOW_SECONDS=3, RING_SECONDS=3, WRAPUP_SECONDS=1):
        yield house
    house.close()


@pytest.fixture
async def at_work(steered_house: House, tmp_path: Path) -> AsyncIterator[AtWork]:
    """The live floor; whoever calls is sent to an agent."""
    work = AtWork(steered_house, tmp_path / "log", DEFAULT_QUEUES)
    await work.start()

    async def dialog(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await sends_to("agent", **work.verdict)(reader, writer)

    async with server(steered_house.settings.agi_port, dialog):
        yield work
    await work.stop()
    await steered_house.empty()
    for extension in EXTENSIONS:
        for queue in DEFAULT_QUEUES:
            steered_house.asterisk.rx(f"queue remove member PJSIP/{extension} from {queue}")
