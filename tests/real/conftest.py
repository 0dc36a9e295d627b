"""What the real tests share: prompts built once a run, one instance a worker."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from faultline.asterisk import AgentEndpoint
from faultline.toolbox import find_tool
from ivr.prompts.build import build_prompts
from ivr.prompts.engine import EspeakEngine
from testcalls.repertoire import Repertoire
from tests.real.house import House

AGENT_SECRET = "a-long-secret-of-the-tests-only"


@pytest.fixture(scope="session")
def prompts(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with every prompt and the music, built by the first worker that needs it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "prompts-of-the-run"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build_prompts(folder, EspeakEngine(find_tool("espeak-ng")))
    return folder


@pytest.fixture(scope="session")
def repertoire(prompts: Path) -> Repertoire:
    """The ear of every caller of this worker."""
    return Repertoire.load(prompts / "prompts")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire) -> Iterator[House]:
    """One instance a worker: Asterisk, two agents' telephones 8001 and 8002 that register, no service."""
    agents = tuple(AgentEndpoint(extension, AGENT_SECRET) for extension in ("8001", "8002"))
    house = House.open(tmp_path_factory.mktemp("house"), prompts, agents=agents, repertoire=repertoire)
    yield house
    house.close()
