"""What the desk does to a conversation, for the transcripts: hold, hand-over to a queue, and an agent's leg that is lost.

The redirects are made by hand, as the service makes them.
"""

import contextlib
from collections.abc import AsyncIterator

from cti import dialplan
from cti.ami.actions import Hangup, Redirect, Setvar
from cti.floor.events import Transferred
from cti.floor.state import AgentState, Call, Stage
from cti.steering.live_floor import stamp
from testcalls.agent_phone import AgentPhone
from testcalls.caller import TestCaller
from tests.real.cti.scenes import AGENT, CALLER, Scene, bridged

TEMPORARY_FAILURE = 41
"""ITU-T Q.850."""


@contextlib.asynccontextmanager
async def _talking(scene: Scene, offer: str) -> AsyncIterator[tuple[Call, AgentPhone, TestCaller]]:
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


def _agents_leg(scene: Scene) -> str:
    [leg] = scene.floor.agents[AGENT].legs
    return leg


async def on_hold(scene: Scene) -> None:
    """On hold, back, and over."""
    async with _talking(scene, "offer-6") as (call, _, _):
        agent = {"extra_channel": _agents_leg(scene), "extra_context": "agent_stays", "extra_exten": "s"}
        await scene.link.actions.act(Redirect(call.id, "held", "s", extra_priority=1, **agent))
        await scene.in_stage(Stage.HELD)
        await scene.until(lambda: scene.state() is AgentState.ON_HOLD, "on hold")
        await scene.link.actions.act(Redirect(call.id, dialplan.TALK, "s"))
        await scene.in_stage(Stage.TALKING)
        await scene.until(lambda: bridged(scene.floor), "bridged again")


async def to_a_queue(scene: Scene) -> None:
    """Handed over blind to another queue, in which the caller gives up."""
    async with _talking(scene, "offer-7") as (call, _, _):
        begun = Transferred(
            **stamp(),
            linkedid=call.linkedid,
            transfer="transfer-1",
            leg=call.id,
            agent=AGENT,
            to="queue",
            target="senior",
            mode="blind",
        )
        scene.watch.act(begun)
        await scene.link.actions.act(Setvar(dialplan.QUEUE_NAME, "senior", call.id))
        await scene.link.actions.act(Redirect(call.id, dialplan.WAITING, "s"))
        await scene.in_stage(Stage.WAITING)
        await scene.until(lambda: scene.state() is AgentState.WRAP_UP, "free of the caller")


async def lost_leg(scene: Scene) -> None:
    """The agent's telephone drops out while talking; the same agent takes the caller back."""
    async with _talking(scene, "offer-8") as (call, phone, _):
        await scene.link.actions.act(Hangup(_agents_leg(scene), TEMPORARY_FAILURE))
        await scene.in_stage(Stage.KEPT)
        await scene.offer(call, "offer-9")
        await (await phone.rings()).answer()
        await scene.in_stage(Stage.TALKING)
        await scene.until(lambda: bridged(scene.floor), "bridged again")


DESK_SCENES = {"on_hold": on_hold, "to_a_queue": to_a_queue, "lost_leg": lost_leg}
