"""The live floor on a real Asterisk: whole calls with an agent's telephone, and what is left of them (R7, R12)."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from cti.call_facts import CallConnected, CallHungUp, CallQueued, CallRecorded
from cti.event_log import checkpoint
from cti.event_log.reading import read, restored
from cti.event_log.replay import Replay
from cti.floor.state import AgentState, Stage
from tests.real.conftest import AGENT_SECRET
from tests.real.cti import scenes
from tests.real.cti.scenes import AGENT, CALLER, Scene
from tests.real.house import House
from tests.unit.cti.floor.valid import check

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def quick(house: House) -> Iterator[House]:
    with house.knobs(OVERFLOW_SECONDS=3, RING_SECONDS=2):
        yield house


@pytest.fixture
async def scene(quick: House, tmp_path: Path) -> AsyncIterator[Scene]:
    scene = Scene(quick, AGENT_SECRET, tmp_path / "floor-log")
    async with scene.running():
        yield scene
        check(scene.floor)
        await quick.empty()


async def test_an_answered_call_has_its_record_and_its_figures(scene: Scene, tmp_path: Path) -> None:
    await scenes.answered(scene)
    [connected], [recorded] = scene.notebook.of(CallConnected), scene.notebook.of(CallRecorded)
    [ended] = scene.notebook.of(CallHungUp)
    assert (connected.agent, connected.queue) == (AGENT, "junior")
    assert 0 <= connected.waited_seconds < 10
    assert recorded.file.startswith(connected.call)
    assert (ended.outcome, ended.waited_seconds) == ("answered", None)
    assert [fact.queue for fact in scene.notebook.of(CallQueued)] == ["junior"]
    assert scene.watch.figures.answer_rate == 1.0
    assert scene.watch.figures.agents[AGENT].answered == 1
    assert scene.floor.odd == 0, scene.link.lines


async def test_an_offer_without_an_answer_pauses_the_agent_and_keeps_the_place(scene: Scene) -> None:
    await scenes.not_answered(scene)
    [ended] = scene.notebook.of(CallHungUp)
    assert scene.floor.agents[AGENT].cause == "no answer"
    assert ended.outcome == "abandoned"
    assert ended.waited_seconds is not None
    assert ended.waited_seconds >= 2, "the offer counts as waiting too"


async def test_the_parachute_s_calls_are_seen_like_any_other(quick: House, tmp_path: Path) -> None:
    scene = Scene(quick, AGENT_SECRET, tmp_path / "floor-log", alive=False)
    quick.asterisk.rx("dialplan set global FAULTLINE_HEARTBEAT 1")
    async with scene.running():
        quick.asterisk.rx("dialplan set global FAULTLINE_HEARTBEAT 1")
        await scenes.parachute(scene)
        await quick.empty()
    [connected], [ended] = scene.notebook.of(CallConnected), scene.notebook.of(CallHungUp)
    assert (connected.agent, connected.queue, ended.outcome) == (AGENT, "junior", "answered")


async def test_a_service_that_comes_back_has_the_floor_as_it_is(quick: House, tmp_path: Path) -> None:
    """R7: killed between two events (no checkpoint, no farewell), back while the two still talk; no double record."""
    folder = tmp_path / "floor-log"
    first = Scene(quick, AGENT_SECRET, folder)
    async with first.phone() as phone, quick.signed_in(AGENT):
        async with first.running():
            await first.ready()
            caller = quick.caller(from_number=CALLER)
            await caller.__aenter__()
            await caller.dial("112")
            await first.offer(await first.in_stage(Stage.WAITING), "offer-3")
            ringing = await phone.rings()
            await ringing.answer()
            await first.in_stage(Stage.TALKING)
        (folder / quick.settings.node / checkpoint.FILE).unlink()
        second = Scene(quick, AGENT_SECRET, folder, floor=restored(folder, quick.settings.node))
        async with second.running():
            call = await second.in_stage(Stage.TALKING)
            assert (call.agent, second.state()) == (AGENT, AgentState.TALKING)
            await caller.__aexit__(None, None, None)
            await second.until(lambda: second.state() is AgentState.WRAP_UP, "over")
            await second.until(lambda: second.notebook.of(CallHungUp), "recorded")
            assert [type(fact) for fact in second.notebook.facts] == [CallHungUp]
    await quick.empty()


async def test_a_floor_that_missed_everything_is_right_from_the_snapshot_alone(
    quick: House, tmp_path: Path
) -> None:
    """R7, R12: neither log nor events; two calls are up, one waits and one talks."""
    first = Scene(quick, AGENT_SECRET, tmp_path / "first")
    async with first.phone() as phone, quick.signed_in(AGENT), first.running():
        await first.ready()
        async with (
            quick.caller(from_number=CALLER) as talking,
            quick.caller(from_number="55505678") as waiting,
        ):
            await talking.dial("112")
            await first.offer(await first.in_stage(Stage.WAITING), "offer-4")
            await (await phone.rings()).answer()
            await first.in_stage(Stage.TALKING)
            await waiting.dial("112")
            place = await first.in_stage(Stage.WAITING)
            second = Scene(quick, AGENT_SECRET, tmp_path / "second")
            async with second.running():
                talks, waits = await second.in_stage(Stage.TALKING), await second.in_stage(Stage.WAITING)
                assert (talks.agent, talks.queue, talks.caller) == (AGENT, "junior", CALLER)
                assert (waits.queue, waits.waiting_since_at) == ("junior", place.waiting_since_at)
                assert second.floor.agents[AGENT].reachable
                assert second.watch.discrepancies != ()
                check(second.floor)
    await quick.empty()


async def test_a_replay_gives_the_live_floor_and_its_figures(scene: Scene, tmp_path: Path) -> None:
    await scenes.answered(scene)
    await scene.until(lambda: scene.watch.log.waiting == 0, "written")
    replay = Replay()
    replay.take(read(tmp_path / "floor-log", scene.house.settings.node))
    assert replay.floors[scene.house.settings.node] == scene.floor
    assert replay.figures == scene.watch.figures
