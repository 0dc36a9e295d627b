"""Which leg a listener hears: the agent's of this very call, never one that is like it (R17)."""

import pytest

from cti.floor import events as e
from cti.steering.listen_in import NOBODY, Target, target_of
from tests.unit.cti.scripted_floor import ScriptedFloor


def talking() -> ScriptedFloor:
    live = ScriptedFloor()
    live.agent()
    live.call()
    live.offer()
    live.answer()
    return live


def bridged(live: ScriptedFloor, *legs: str, bridge: str = "b1") -> None:
    for leg in legs:
        live.say(e.LegBridged, leg=leg, bridge=bridge)


def test_the_agents_leg_with_the_bridge_once_both_are_in_it() -> None:
    live = talking()
    call = live.floor.calls["c1"]
    assert target_of(live.floor, call) == Target("o1-leg")
    bridged(live, "o1-leg")
    assert target_of(live.floor, call) == Target("o1-leg"), "the caller is not there yet"
    bridged(live, "c1")
    assert target_of(live.floor, call) == Target("o1-leg", "b1")


def test_of_two_legs_the_one_that_the_caller_hears() -> None:
    live = talking()
    live.say(e.LegBegan, leg="second", channel="PJSIP/8001-second", endpoint="8001", up=True, linkedid="x")
    bridged(live, "c1", "o1-leg")
    bridged(live, "second", bridge="b2")
    assert target_of(live.floor, live.floor.calls["c1"]) == Target("o1-leg", "b1")


@pytest.mark.parametrize("stage", ["waiting", "offered", "over"])
def test_nobody_while_no_agent_talks_with_the_caller(stage: str) -> None:
    live = ScriptedFloor()
    live.agent()
    live.call()
    if stage == "offered":
        live.offer()
    call = live.floor.calls["c1"]
    if stage == "over":
        live.hang_up()
    assert target_of(live.floor, call) == NOBODY
