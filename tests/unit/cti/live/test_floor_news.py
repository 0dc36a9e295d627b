"""Desktops are told of an agent's call to its end, whenever the service was started (R7, R15)."""

from typing import Any

import msgspec
import pytest

from cti.floor import events as e
from cti.live.floor_news import FloorNews
from cti.live.hub import Hub
from cti.live.messages import FullState
from cti.live.viewer import Viewer
from cti.routing.site_queues import SiteQueues
from tests.unit.cti.scripted_floor import ScriptedFloor

AGENT = Viewer(person="1", session="a", agent="8001")


@pytest.fixture
def told() -> tuple[ScriptedFloor, list[Any]]:
    """A service that is started in the midst of the agent's call c1, and what its desktop hears."""
    floor = ScriptedFloor()
    floor.agent()
    floor.call()
    floor.offer()
    floor.answer()
    hub = Hub(lambda _: FullState())
    floor.subscribe(FloorNews(hub, floor, SiteQueues({}), floor.now).take)
    seat, _ = hub.open(AGENT, "", 0, lambda code, reason: None)
    seat.stream.restate()
    heard: list[Any] = []

    def hear(event: e.FloorEvent, changes: object) -> None:
        while (taken := seat.stream.take()) is not None:
            heard.append(msgspec.json.decode(taken[1]))

    floor.subscribe(hear)
    return floor, heard


def test_what_changes_about_a_call_from_before_the_start_is_told(
    told: tuple[ScriptedFloor, list[Any]],
) -> None:
    floor, heard = told
    asked = {"transfer": "t1", "to": "queue", "target": "senior", "mode": "attended"}
    floor.say(e.Transferred, leg="c1", agent="8001", linkedid="c1", **asked)
    assert [one["call"]["transfer"] for one in heard if one["type"] == "call"] == ["t1"]


def test_the_end_of_a_call_from_before_the_start_is_told(told: tuple[ScriptedFloor, list[Any]]) -> None:
    floor, heard = told
    floor.hang_up("c1", "o1-leg")
    assert ("call_over", "c1") in [(one["type"], one.get("call")) for one in heard]
