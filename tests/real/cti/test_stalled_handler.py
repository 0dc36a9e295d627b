"""R9 on a real Asterisk: whoever handles its events is stalled for half a minute; the reader goes on reading."""

import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cti.ami.actions import Redirect
from cti.floor.state import Stage
from tests.real.conftest import AGENT_SECRET
from tests.real.cti.scenes import AGENT, Scene
from tests.real.house import House
from tests.unit.cti.floor.valid import check

pytestmark = pytest.mark.real

STALLED_SECONDS = 30.0
EVENTS = 12_000
"""More than an inbox holds (cti/ami/inbox.py)."""
STORM = f"""
[storm]
exten => s,1,Set(TOLD=0)
 same => n(more),UserEvent(Conference,Room: 1,Part: agent)
 same => n,Set(TOLD=$[${{TOLD}} + 1])
 same => n,GotoIf($[${{TOLD}} < {EVENTS}]?more)
 same => n,Hangup()
"""
"""Events that we act on, and that change nothing."""
FORMER, NEWCOMERS = "55550001", ("55550002", "55550003")


@pytest.fixture
async def scene(house: House, tmp_path: Path) -> AsyncIterator[Scene]:
    scene = Scene(house, AGENT_SECRET, tmp_path / "floor-log")
    with house.site("extensions.conf", STORM):
        async with scene.running(), house.signed_in(AGENT):
            yield scene
    await house.empty()


async def test_a_handler_that_stalls_for_half_a_minute(scene: Scene) -> None:
    """More than the inbox holds is dropped and counted, the connection stays; then the floor is what Asterisk has."""
    async with contextlib.AsyncExitStack() as telephones:
        phone = await telephones.enter_async_context(scene.phone())
        await scene.ready()
        former = await telephones.enter_async_context(scene.house.caller(from_number=FORMER))
        await former.dial("112")
        call = await scene.in_stage(Stage.WAITING)
        stalled = time.monotonic()
        scene.link.goes_on.clear()
        await scene.link.actions.act(Redirect(call.id, "storm", "s"))
        await scene.until(lambda: dropped(scene) > 0, "the inbox is full")
        assert await former.ended() == "them"
        for number in NEWCOMERS:
            caller = await telephones.enter_async_context(scene.house.caller(from_number=number))
            await caller.dial("112")
        await scene.until(lambda: scene.house.waiting() == len(NEWCOMERS), "both in the waiting room")
        await scene.until(
            lambda: dropped(scene) > EVENTS - scene.link.inbox.limit, "all dropped that came late"
        )
        await scene.house.until(lambda: time.monotonic() - stalled >= STALLED_SECONDS, within=STALLED_SECONDS)
        assert waiting(scene) == [FORMER], "nothing was handled"
        assert scene.link.trouble is None
        assert figure(scene, "connects", session="events") == 1, "never cut off"
        await phone.register(0)
        scene.link.goes_on.set()
        await scene.until(lambda: waiting(scene) == sorted(NEWCOMERS), "as Asterisk has it")
        await scene.until(lambda: not scene.floor.agents[AGENT].reachable, "without a telephone")
        assert figure(scene, "gaps", cause="overflow") == 1
        check(scene.floor)
    await scene.until(lambda: not scene.floor.calls, "events are heard again")


def waiting(scene: Scene) -> list[str]:
    """The callers, all of whom are in the waiting room."""
    calls = scene.floor.calls.values()
    return sorted(call.caller for call in calls) if {call.stage for call in calls} == {Stage.WAITING} else []


def dropped(scene: Scene) -> float:
    return figure(scene, "overflow")


def figure(scene: Scene, name: str, **labels: str) -> float:
    """One of the link's figures as /metrics shows them."""
    return scene.link.registry.get_sample_value(f"faultline_ami_{name}_total", labels) or 0.0
