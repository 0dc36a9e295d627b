"""One listen-in as a value, and which leg it listens to (R17)."""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cti.floor.state import Call, Floor, Stage
from cti.people.person import Person
from cti.steering.listen_rights import ListenMode

_LEG = re.compile(r"listen-([1-9][0-9]{0,18})-[0-9a-f]{16}")
"""Unique id of a listener's leg: the user's row and the listen-in's own id."""
WITH_AGENT = frozenset({Stage.TALKING, Stage.HELD})


@dataclass(frozen=True, slots=True)
class Target:
    """The agent's leg, and the bridge that the caller is in with it: who barges in is heard by both only there."""

    leg: str = ""
    bridge: str = ""


NOBODY = Target()


@dataclass(eq=False, slots=True, kw_only=True)
class ListenIn:
    """One listen-in. `leg`: unique id of the supervisor's leg; `target`: what is listened to now."""

    id: str
    person: Person
    call: str
    agent: str
    reason: str
    mode: ListenMode = ListenMode.LISTEN
    leg: str
    state: str = "calling"
    why: str = ""
    target: Target = NOBODY
    applied: ListenMode = ListenMode.LISTEN
    began: float = field(default_factory=time.monotonic)
    looked: float = field(default_factory=time.monotonic)
    """When the rights were looked at."""
    stays: float = float("-inf")
    """When Asterisk was told last that it goes on."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    asked_to_end: bool = False
    room: str = ""
    """The conference that the listener's own leg is in: whoever barges in is heard by all only there."""


def leg_of(person: int, listening: str) -> str:
    """The unique id that the listener's leg is given."""
    return f"listen-{person}-{listening}"


def listener_of(leg: str) -> int | None:
    """Whose leg it is; None: no listener's."""
    found = _LEG.fullmatch(leg)
    return int(found[1]) if found else None


Tell = Callable[[ListenIn], None]
"""Hears of every change of a listen-in; `state` is calling, on, moved, or ended (`why`)."""


def target_of(floor: Floor, call: Call) -> Target:
    """The leg of the agent who has the call: the one in the caller's bridge before any other that is up."""
    agent = floor.agents.get(call.agent)
    if agent is None or call.stage not in WITH_AGENT:
        return NOBODY
    caller = floor.legs.get(call.id)
    legs = [floor.legs[leg] for leg in agent.legs if leg in floor.legs and floor.legs[leg].up]
    if not legs:
        return NOBODY
    bridge = caller.bridge if caller is not None else ""
    together = [leg for leg in legs if bridge and leg.bridge == bridge]
    return Target(together[0].id, bridge) if together else Target(legs[-1].id)
