"""What the desk does to a conversation, for the transcripts: hold, hand-over to a queue, three who talk with each other,
and an agent's leg that is lost.

The redirects are made by hand, as the service makes them.
"""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from cti import dialplan
from cti.ami.actions import Hangup, Redirect, Setvar
from cti.floor.events import ConsultAnswered, Steered, Transferred
from cti.floor.state import AgentState, Call, Floor, Stage
from cti.steering.live_floor import stamp
from testcalls.agent_phone import AgentPhone
from testcalls.caller import TestCaller
from tests.real.cti.scenes import AGENT, CALLER, COLLEAGUE, Scene, bridged

TEMPORARY_FAILURE = 41
"""ITU-T Q.850."""


@contextlib.asynccontextmanager
async def talking(scene: Scene, offer: str) -> AsyncIterator[tuple[Call, AgentPhone, TestCaller]]:
    """A caller and an agent in conversation; on leaving the call is over and worked up."""
    async with scene.phone() as phone, scene.house.signed_in(AGENT):
        await scene.ready()
        async with scene.house.caller(from_number=CALLER) as caller:
            await caller.dial("112")
            await scene.offer(await scene.in_stage(Stage.WAITING), offer)
            await (await phone.rings()).answer()
            call = await scene.in_stage(Stage.TALKING)
            await scene.until(lambda: bridged(scene.floor), "bridged")
            yield call, phone, caller
            await caller.hang_up()
            await scene.until(lambda: not scene.floor.calls, "over")
        await scene.until(lambda: scene.state() is AgentState.WRAP_UP, "work after the call")
        scene.wrapped_up()


def agents_leg(scene: Scene) -> str:
    [leg] = scene.floor.agents[AGENT].legs
    return leg


def _transfer(scene: Scene, call: Call, **how: Any) -> None:
    begun = {"linkedid": call.linkedid, "transfer": "transfer-1", "leg": call.id, "agent": AGENT}
    scene.watch.act(Transferred(**stamp(), **begun, **how))


async def _send_both(
    scene: Scene, caller: str, agent: str, to: tuple[str, str], agent_to: tuple[str, str]
) -> None:
    other = {"extra_channel": agent, "extra_context": agent_to[0], "extra_exten": agent_to[1]}
    await scene.link.actions.act(Redirect(caller, *to, extra_priority=1, **other))


async def on_hold(scene: Scene) -> None:
    """On hold, back, and over."""
    async with talking(scene, "offer-6") as (call, _, _):
        await _send_both(scene, call.id, agents_leg(scene), (dialplan.HELD, "s"), (dialplan.AGENT_STAYS, "s"))
        await scene.in_stage(Stage.HELD)
        await scene.until(lambda: scene.state() is AgentState.ON_HOLD, "on hold")
        await scene.link.actions.act(Redirect(call.id, dialplan.TALK, "s"))
        await scene.in_stage(Stage.TALKING)
        await scene.until(lambda: bridged(scene.floor), "bridged again")


async def to_a_queue(scene: Scene) -> None:
    """Handed over blind to another queue, in which the caller gives up."""
    async with talking(scene, "offer-7") as (call, _, _):
        _transfer(scene, call, to="queue", target="senior", mode="blind")
        await scene.link.actions.act(Setvar(dialplan.QUEUE_NAME, "senior", call.id))
        await scene.link.actions.act(Redirect(call.id, dialplan.WAITING, "s"))
        await scene.in_stage(Stage.WAITING)
        await scene.until(lambda: scene.state() is AgentState.WRAP_UP, "free of the caller")


async def lost_leg(scene: Scene) -> None:
    """The agent's telephone drops out while talking; the same agent takes the caller back."""
    async with talking(scene, "offer-8") as (call, phone, _):
        await scene.link.actions.act(Hangup(agents_leg(scene), TEMPORARY_FAILURE))
        await scene.in_stage(Stage.KEPT)
        await scene.offer(call, "offer-9")
        await (await phone.rings()).answer()
        await scene.in_stage(Stage.TALKING)
        await scene.until(lambda: bridged(scene.floor), "bridged again")


async def conference(scene: Scene) -> None:
    """A colleague is asked, then all three talk with each other; the colleague leaves, then the agent."""
    async with scene.phone(COLLEAGUE) as colleague, talking(scene, "offer-10") as (call, _, _):
        await scene.ready(COLLEAGUE)
        agent = agents_leg(scene)
        _transfer(scene, call, to="agent", target=COLLEAGUE, mode="attended")
        await _send_both(scene, call.id, agent, (dialplan.HELD, "s"), (dialplan.CONSULT, COLLEAGUE))
        asked = await colleague.rings()
        await asked.answer()
        await scene.until(lambda: scene.told(ConsultAnswered), "asked")
        await scene.until(lambda: scene.state(COLLEAGUE) is AgentState.TALKING, "the colleague talks")
        room = (dialplan.CONFERENCE, "1")
        [colleagues] = scene.floor.agents[COLLEAGUE].legs
        await _send_both(scene, agent, colleagues, room, room)
        await scene.link.actions.act(Redirect(call.id, *room))
        steered = Steered(
            **stamp(), linkedid=call.linkedid, leg=call.id, by=AGENT, act="conference", detail="1"
        )
        scene.watch.act(steered)
        await scene.until(lambda: in_one_bridge(scene.floor, 3), "all three")
        await asked.hang_up()
        await scene.until(lambda: in_one_bridge(scene.floor, 2), "two are left")
        await scene.until(lambda: scene.state(COLLEAGUE) is AgentState.WRAP_UP, "the colleague has left")
        scene.wrapped_up(COLLEAGUE)
        await scene.link.actions.act(Hangup(agent))


def in_one_bridge(floor: Floor, legs: int) -> bool:
    bridges = {leg.bridge for leg in floor.legs.values()}
    return len(floor.legs) == legs and len(bridges) == 1 and all(bridges)


DESK_SCENES = {"on_hold": on_hold, "to_a_queue": to_a_queue, "lost_leg": lost_leg, "conference": conference}
