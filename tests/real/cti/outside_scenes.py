"""Calls to the public network, for the transcripts; placed by hand, as the service places them (F2.7)."""

import time

from cti import dialplan
from cti.ami.actions import Originate
from cti.floor.events import Steered
from cti.floor.state import AgentState, Stage
from cti.steering.live_floor import stamp
from tests.real.asterisk.answering_machine import answering
from tests.real.cti.scenes import AGENT, Scene, bridged

CUSTOMER = "55500198"


async def out_call(scene: Scene) -> None:
    """The agent's telephone rings, then the customer's; the agent hangs up."""
    async with scene.phone() as phone, answering(scene.house.agent_port):
        await scene.ready()
        call = f"{scene.floor.node}-{int(time.time())}.1000000"
        placed = Steered(**stamp(), linkedid=call, leg=call, by=AGENT, act="out_call", detail=CUSTOMER)
        scene.watch.act(placed)
        rings = Originate(
            channel=f"PJSIP/{AGENT}",
            context=dialplan.OUTCALL,
            exten=CUSTOMER,
            channel_id=call,
            timeout=20_000,
            variable=f"{dialplan.OFFER_ID}=offer-11",
        )
        await scene.link.actions.act(rings)
        ringing = await phone.rings()
        await ringing.answer()
        await scene.in_stage(Stage.TALKING)
        await scene.until(lambda: bridged(scene.floor), "bridged")
        await ringing.hang_up()
        await scene.until(lambda: not scene.floor.calls, "over")
        await scene.until(lambda: scene.state() is AgentState.WRAP_UP, "work after the call")
        scene.wrapped_up()
    await scene.until(lambda: scene.state() is AgentState.PAUSED, "the telephone is not registered any more")


OUTSIDE_SCENES = {"out_call": out_call}
