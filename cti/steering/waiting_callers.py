"""Moving a waiting caller into another queue; the time waited counts on (H15)."""

from cti import dialplan
from cti.ami.actions import Redirect, Setvar
from cti.floor.events import Steered
from cti.floor.state import Stage
from cti.steering.live_floor import stamp
from cti.steering.parties import call_of, caller_leg
from cti.steering.refusals import NoSuchCall, NotDone, WrongMoment
from cti.steering.tools import Tools


class WaitingCallers:
    """What supervisors do to the waiting room."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def move(self, call: str, queue: str, by: str) -> None:
        """Let the caller wait in another queue. Raises NoSuchCall, WrongMoment, NotDone."""
        known = call_of(self._tools.live.floor, call)
        if known.stage is not Stage.WAITING:
            raise WrongMoment("the caller does not wait", code="caller_not_waiting")
        if queue not in self._tools.board.queues:
            raise NoSuchCall("there is no such queue", code="no_such_queue")
        if known.queue == queue:
            return
        leg = caller_leg(self._tools.live.floor, known)
        moved = await self._tools.send(
            Setvar(dialplan.QUEUE_NAME, queue, leg), Redirect(leg, dialplan.WAITING, "s")
        )
        if not moved:
            raise NotDone("Asterisk did not do it", code="asterisk_did_not")
        self._tools.live.act(
            Steered(**stamp(), linkedid=known.linkedid, leg=known.id, by=by, act="move", detail=queue)
        )
