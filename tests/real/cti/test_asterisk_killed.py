"""R12 on the floor: Asterisk is killed under a conversation; calls are lost once, agents ready when registered again."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cti.ami.session import Pace
from cti.call_facts import CallHungUp
from cti.floor.state import AgentState, Stage
from faultline.asterisk import AgentEndpoint
from faultline.asterisk.ports import is_free, needed_ports
from testcalls.repertoire import Repertoire
from tests.real.conftest import AGENT_SECRET
from tests.real.cti.scenes import AGENT, CALLER, Scene
from tests.real.house import House
from tests.unit.cti.floor.valid import check

pytestmark = pytest.mark.real

IDLE = "8002"
EAGER = Pace(retry_first=0.02, retry_most=0.02)
"""Signs in while Asterisk still loads its modules."""


@pytest.fixture
def own(tmp_path: Path, prompts: Path, repertoire: Repertoire) -> Iterator[House]:
    """An Asterisk of the test's own."""
    agents = tuple(AgentEndpoint(extension, AGENT_SECRET) for extension in (AGENT, IDLE))
    house = House.open(tmp_path / "house", prompts, agents=agents, repertoire=repertoire)
    with contextlib.closing(house):
        yield house


async def test_calls_are_lost_once_and_agents_come_back_with_their_telephones(
    own: House, tmp_path: Path
) -> None:
    scene = Scene(own, AGENT_SECRET, tmp_path / "floor-log")
    scene.link.events.pace = scene.link.actions.pace = EAGER
    talking, idle, caller = scene.phone(), scene.phone(IDLE), own.caller(from_number=CALLER)
    async with scene.running(), own.signed_in(AGENT):
        for phone in (talking, idle):
            await phone.__aenter__()
        await scene.ready()
        await scene.ready(IDLE)
        await caller.__aenter__()
        await caller.dial("112")
        await scene.offer(await scene.in_stage(Stage.WAITING), "offer-5")
        await (await talking.rings()).answer()
        call = await scene.in_stage(Stage.TALKING)
        pid = own.asterisk.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        for phone in (talking, idle):
            phone.socket.close()
        await scene.until(lambda: own.asterisk.pid() is None, "Asterisk is gone")
        await scene.until(lambda: all(map(is_free, needed_ports(own.settings))), "its ports are free")
        await asyncio.to_thread(own.asterisk.start)
        await scene.until(lambda: scene.notebook.lost_calls, "the call is lost")
        await scene.until(
            lambda: scene.state(IDLE) is AgentState.PAUSED, "nobody is ready without a telephone"
        )
        assert scene.floor.agents[IDLE].reason == "telephone lost"
        assert scene.state() is AgentState.WRAP_UP
        scene.wrapped_up()
        assert scene.state() is AgentState.PAUSED
        check(scene.floor)
        async with scene.phone(IDLE):
            await scene.until(lambda: scene.state(IDLE) is AgentState.READY, "registered again")
        assert scene.notebook.lost_calls == [call.id]
        assert scene.notebook.of(CallHungUp) == []
        assert [one.floor for one in scene.watch.discrepancies if one.id == call.id] == ["talking"]
        with contextlib.suppress(Exception):  # nobody hears the goodbye
            await caller.__aexit__(None, None, None)
