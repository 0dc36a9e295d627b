"""What the tests of Asterisk alone share: agents who count as there, so that callers stay in the queue."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from faultline.asterisk import AgentEndpoint
from testcalls.repertoire import Repertoire
from tests.real.conftest import AGENT_SECRET
from tests.real.house import House, free_ports

EXTENSIONS = tuple(f"80{number:02}" for number in range(1, 13))


@pytest.fixture
async def staffed(house: House) -> AsyncIterator[House]:
    """A house whose queues junior and english have a paused agent: callers wait, nobody answers."""
    members = [("Local/s@end/n", "junior"), ("Local/s@end/n", "english")]
    for member, queue in members:
        house.asterisk.rx(f"queue add member {member} to {queue}")
        house.asterisk.rx(f"queue pause member {member} queue {queue}")
    yield house
    for member, queue in members:
        house.asterisk.rx(f"queue remove member {member} from {queue}")
    await house.empty()


@pytest.fixture(scope="session")
def floor(tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire) -> Iterator[House]:
    """One house a worker for the live floor: twelve agents, short times, a trunk that takes calls to 5550XXXX at
    `agent_port`, and in every queue somebody who is away.
    """
    port = free_ports()["sip_port"]
    agents = tuple(AgentEndpoint(extension, AGENT_SECRET) for extension in EXTENSIONS)
    outbound = {"outbound_patterns": ("5550XXXX",), "outbound_host": f"127.0.0.1:{port}"}
    folder = tmp_path_factory.mktemp("floor")
    house = House.open(folder, prompts, agents=agents, repertoire=repertoire, **outbound)
    house.agent_port = port
    with house.knobs(OVERFLOW_SECONDS=3, RING_SECONDS=2, WRAPUP_SECONDS=0):
        for queue in ("junior", "senior", "english", "manager"):
            house.asterisk.rx(f"queue add member Local/s@end/n to {queue}")
            house.asterisk.rx(f"queue pause member Local/s@end/n queue {queue}")
        yield house
    house.close()
