"""What the real tests share: prompts built once a run, one instance a worker."""

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from faultline.asterisk import AgentEndpoint
from faultline.settings import Settings
from faultline.toolbox import find_tool
from ivr.prompts.build import build_prompts
from ivr.prompts.engine import EspeakEngine
from testcalls.repertoire import Repertoire
from tests.real.house import House, free_ports

AGENT_SECRET = "a-long-secret-of-the-tests-only"
FIXED_AGENT = "8003"
"""An agent's telephone that does not register: it is rung at `house.agent_port`."""


@pytest.fixture(scope="session")
def prompts(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with every prompt and the music, built by the first worker that needs it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "prompts-of-the-run"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _seed(folder)
        build_prompts(folder, EspeakEngine(find_tool("espeak-ng")))
    return folder


def _seed(folder: Path) -> None:
    """Begin with what `make setup` built: only what has changed since is rendered anew."""
    built = Settings().folder
    for name in ("prompts", "moh"):
        if (built / name).is_dir() and not (folder / name).exists():
            shutil.copytree(built / name, folder / name)


@pytest.fixture(scope="session")
def repertoire(prompts: Path) -> Repertoire:
    """The ear of every caller of this worker."""
    return Repertoire.load(prompts / "prompts")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire) -> Iterator[House]:
    """One instance a worker: Asterisk, agents' telephones 8001 and 8002 that register, 8003 that does not."""
    port = free_ports()["sip_port"]
    fixed = AgentEndpoint(FIXED_AGENT, AGENT_SECRET, contact=f"sip:{FIXED_AGENT}@127.0.0.1:{port}")
    agents = (AgentEndpoint("8001", AGENT_SECRET), AgentEndpoint("8002", AGENT_SECRET), fixed)
    house = House.open(tmp_path_factory.mktemp("house"), prompts, agents=agents, repertoire=repertoire)
    house.agent_port = port
    yield house
    house.close()
