"""Nobody is left alone on hold: a caller whose agent's telephone is gone (R15), an agent whose caller is (R20).

A caller without an agent, by a hang-up or because the telephone was lost, goes back to [talk], where the dialplan
finds out which of both it was: the call ends, or the caller is kept for the agent. An agent's leg without a caller
is hung up. The dialplan does both by itself some seconds later, should the service have missed it.
"""

from collections.abc import Iterator, Sequence

from cti import dialplan
from cti.ami.actions import Hangup, Redirect
from cti.floor.changes import AgentMoved, CallEnded, Change, TransferEnded
from cti.floor.events import FloorEvent, LegEnded
from cti.floor.state import AgentState, Call, Stage
from cti.steering.parties import caller_leg
from cti.steering.tasks import Tasks
from cti.steering.tools import Tools


class LeftOnHold:
    """`note` hears of every event. Of a transfer its own course takes care."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._tasks = Tasks()

    def note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """An agent's leg may have ended, or the caller's."""
        if not isinstance(event, LegEnded) or any(isinstance(change, TransferEnded) for change in changes):
            return
        for change in changes:
            if isinstance(change, CallEnded) and change.left_in is Stage.HELD:
                self._tasks.start(self._free(change.call))
            if isinstance(change, AgentMoved) and change.before is AgentState.ON_HOLD:
                for call in self._held_by(change.agent):
                    self._tasks.start(self._let_go(call))

    def cancel_tasks(self) -> None:
        """End whatever is being sent."""
        self._tasks.cancel()

    def _held_by(self, agent: str) -> Iterator[Call]:
        for call in self._tools.live.floor.calls.values():
            if call.stage is Stage.HELD and call.agent == agent and not call.transfer:
                yield call

    async def _free(self, call: str) -> None:
        floor = self._tools.live.floor
        for agent in list(floor.agents.values()):
            if agent.call == call and agent.state is AgentState.ON_HOLD:
                for leg in list(agent.legs):
                    await self._tools.send(Hangup(leg))

    async def _let_go(self, call: Call) -> None:
        await self._tools.send(Redirect(caller_leg(self._tools.live.floor, call), dialplan.TALK, "s"))
