"""Wrap-up ends by itself; a caller whose agent's telephone dropped out is kept for 20 s, then first in the queue."""

import pytest

from cti.floor.events import Conversation, Kept, LegBegan, LegEnded
from cti.floor.state import AgentState, Stage
from cti.steering import clocks
from cti.steering.clocks import Clocks, kept_long_enough, wrapped_up
from cti.steering.live_floor import stamp
from tests.wire.cti.steering.steered import Steered, steered


def talked(floor: Steered) -> None:
    floor.agent("8001")
    floor.calls_and_waits("n-1.1")
    floor.act(LegBegan(**stamp(), leg="n-1.2", linkedid="n-1.1", channel="PJSIP/8001-1", endpoint="8001"))
    floor.act(Conversation(**stamp(), leg="n-1.1", agent="8001"))


async def test_wrap_up_is_over_after_the_knob_s_seconds() -> None:
    async with steered() as floor:
        talked(floor)
        floor.act(LegEnded(**stamp(), leg="n-1.2"))
        agent = floor.floor.agents["8001"]
        assert agent.state is AgentState.WRAP_UP
        assert not list(wrapped_up(floor.floor, agent.since + 9.9, 10.0))
        assert list(wrapped_up(floor.floor, agent.since + 10.0, 10.0)) == ["8001"]
        floor.knobs.wrapup_seconds = 0.0
        await Clocks(floor, floor.link, floor.knobs).tick()
        assert agent.state is AgentState.READY


async def test_a_caller_is_kept_for_so_long_and_goes_to_the_waiting_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with steered() as floor:
        talked(floor)
        floor.act(Kept(**stamp(), leg="n-1.1", agent="8001"))
        since = floor.floor.calls["n-1.1"].stage_since
        assert not list(kept_long_enough(floor.floor, since + 19.9))
        assert list(kept_long_enough(floor.floor, since + 20.0)) == ["n-1.1"]
        clock = Clocks(floor, floor.link, floor.knobs)
        await clock.tick()
        assert floor.redirects() == []
        monkeypatch.setattr(clocks, "KEPT_SECONDS", 0.0)
        await clock.tick()
        await clock.tick()
        assert floor.redirects() == [("n-1.1", "waiting", "s")], "once"
        assert floor.floor.calls["n-1.1"].stage is Stage.WAITING
        [waiting] = floor.board.waiting
        assert waiting.priority > 0, "at the queue's head"


async def test_a_channel_that_is_gone_troubles_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "KEPT_SECONDS", 0.0)
    async with steered() as floor:
        talked(floor)
        floor.act(Kept(**stamp(), leg="n-1.1", agent="8001"))
        floor.switch.channels.clear()
        await Clocks(floor, floor.link, floor.knobs).tick()
        assert floor.floor.calls["n-1.1"].stage is Stage.WAITING


async def test_knobs_are_asked_of_asterisk() -> None:
    async with steered(lambda floor: floor.knobs.run(floor.link)) as floor:
        floor.switch.variables["", "RING_SECONDS"] = "7"
        await floor.knobs.read(floor.link)
        assert (floor.knobs.ring_seconds, floor.knobs.wrapup_seconds) == (7.0, 10.0)
        floor.switch.variables["", "RING_SECONDS"] = "٣"
        floor.switch.variables["", "WRAPUP_SECONDS"] = "0"
        await floor.knobs.read(floor.link)
        assert (floor.knobs.ring_seconds, floor.knobs.wrapup_seconds) == (20.0, 0.0)
