"""A telephone that has forgotten its conversation: the page was loaded anew, its leg still stands in Asterisk (R15).

Asterisk would notice after seconds of silence. The telephone, registered again, says so itself: its old leg ends as a
lost one does, the caller is kept, and is offered back to this very agent (dialplan/conversation.conf, routing.md).
"""

from cti.ami.actions import Hangup
from cti.floor.events import Steered
from cti.floor.state import Stage
from cti.steering.live_floor import stamp
from cti.steering.parties import call_of, parties
from cti.steering.refusals import NotDone, WrongMoment
from cti.steering.tools import Tools

NO_CONNECTION = 44
"""Cause (ITU-T Q.850: requested channel not available) with which Asterisk itself ends a silent leg."""


class LostTelephone:
    """What an agent's telephone can say of itself."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def forget(self, agent: str, by: str) -> str:
        """End the agent's leg as lost; the call that is kept. Raises NoSuchCall, WrongMoment, NotDone."""
        floor = self._tools.live.floor
        known = floor.agents.get(agent)
        call = call_of(floor, known.call if known is not None else "")
        if call.stage not in (Stage.TALKING, Stage.HELD):
            raise WrongMoment(f"the call is {call.stage.value}", code="call_is", stage=call.stage.value)
        legs = parties(floor, call)
        if not await self._tools.send(Hangup(legs.agent, NO_CONNECTION)):
            raise NotDone("Asterisk did not do it", code="asterisk_did_not")
        told = Steered(
            **stamp(), linkedid=call.linkedid, leg=call.id, by=by, act="telephone_forgot", detail=""
        )
        self._tools.live.act(told)
        return call.id
