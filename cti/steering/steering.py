"""Everything that acts on Asterisk, put together for one node: what runs by itself, and what people ask for.

Methods raise the refusals of refusals.py; whoever calls them has checked the person's right and writes the audit
log. `by` is an extension or a user's name, for the floor's log.
"""

import asyncio
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from cti.ami.link import AmiLink
from cti.floor.changes import Change
from cti.floor.events import FloorEvent
from cti.routing.board import Board
from cti.routing.queues import Queues
from cti.steering.call_control import PAUSE_SECONDS, CallControl
from cti.steering.callbacks import Callbacks
from cti.steering.clocks import Clocks
from cti.steering.knobs import Knobs
from cti.steering.left_on_hold import LeftOnHold
from cti.steering.live_floor import LiveFloor, stamp
from cti.steering.lost_telephone import LostTelephone
from cti.steering.offering import Offering
from cti.steering.out_calls import OutCalls
from cti.steering.outbound_rules import OutboundRules, Placed
from cti.steering.parachute import Parachute
from cti.steering.queue_states import QueueStates
from cti.steering.reconciler import Reconciler
from cti.steering.tools import Tools
from cti.steering.transfer_course import Mode, To
from cti.steering.transfers import Transfers


class Steering:
    """Run `run()` as a task beside the link's and the floor's own."""

    def __init__(
        self,
        live: LiveFloor,
        link: AmiLink,
        queues: Queues,
        zone: ZoneInfo,
        *,
        outbound_patterns: Iterable[str] = (),
        out_calls_an_hour: int = 60,
        out_calls_placed: Iterable[Placed] = (),
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self.board = Board(queues)
        self.knobs = Knobs()
        tools = Tools(live, link, self.board)
        rules = OutboundRules(outbound_patterns, out_calls_an_hour, out_calls_placed)
        self._live, self._link = live, link
        self._parachute = Parachute(live, link, queues)
        self._parts = (
            Reconciler(live, link, self.knobs),
            Clocks(live, link, self.knobs),
            QueueStates(live, link, self.board, zone),
        )
        self._transfers = Transfers(tools, rules, zone)
        self._control = CallControl(tools, self._transfers, pause_seconds=pause_seconds)
        self._out_calls = OutCalls(tools, rules)
        self._lost_telephone = LostTelephone(tools)
        self._left_on_hold = LeftOnHold(tools)
        self._callbacks = Callbacks(live, self.board, self._out_calls)
        self._offering = Offering(live, link, self.board, self._callbacks.call)
        live.subscribe(self._note)

    async def run(self) -> None:
        """Steer until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.knobs.run(self._link))
                group.create_task(self._offering.run())
                group.create_task(self._parachute.run())
                group.create_task(self._callbacks.run())
                group.create_task(self._adopt())
                for part in self._parts:
                    group.create_task(part.run())
        finally:
            self._transfers.cancel_tasks()
            self._control.cancel_tasks()
            self._left_on_hold.cancel_tasks()

    def follow_queues(self) -> None:
        """The queues that were handed in have changed."""
        now = stamp()
        self.board.follow_queues(self._live.floor, now["at"], now["mono"])
        self._parachute.follow_queues()

    async def transfer(
        self, call: str, to: To, target: str, mode: Mode = "blind", *, reason: str = "", report: str = ""
    ) -> str:
        """Pass a call on, with report and reason; the transfer's id (F2.8)."""
        return await self._transfers.start(call, to, target, mode, reason=reason, report=report)

    async def complete_transfer(self, call: str) -> None:
        """Hand the caller over to whom the agent has asked."""
        await self._transfers.complete(call)

    async def cancel_transfer(self, call: str) -> None:
        """Take the caller back."""
        await self._transfers.cancel(call)

    async def hold(self, call: str, by: str) -> None:
        """The caller hears music."""
        await self._control.hold(call, by)

    async def resume(self, call: str, by: str) -> None:
        """Caller and agent talk again."""
        await self._control.resume(call, by)

    async def three_way(self, call: str, by: str) -> str:
        """Caller, agent and whom the agent has asked talk; the room's number."""
        return await self._control.three_way(call, by)

    async def mute(self, call: str, by: str, *, on: bool) -> None:
        """The caller does not hear the agent, or does again."""
        await self._control.mute(call, by, on=on)

    async def send_keys(self, call: str, by: str, keys: str) -> None:
        """Press keys to the other side."""
        await self._control.send_keys(call, by, keys)

    async def hang_up(self, call: str, by: str) -> None:
        """End a call."""
        await self._control.hang_up(call, by)

    async def telephone_forgot(self, agent: str, by: str) -> str:
        """An agent's telephone knows nothing of its conversation any more; the call that is kept for it."""
        return await self._lost_telephone.forget(agent, by)

    async def pause_recording(self, call: str, by: str, reason: str = "") -> None:
        """Silence the recording for a while."""
        await self._control.pause_recording(call, by, reason)

    async def resume_recording(self, call: str, by: str) -> None:
        """Go on with the recording."""
        await self._control.resume_recording(call, by)

    async def prioritise(self, call: str, by: str) -> None:
        """Put a waiting caller in front."""
        await self._control.prioritise(call, by)

    async def out_call(self, agent: str, number: str, *, queue: str = "", line_number: str = "") -> str:
        """Call a number for an agent; the call's id."""
        return await self._out_calls.place(agent, number, queue=queue, line_number=line_number)

    async def _adopt(self) -> None:
        await self._link.actions.ready.wait()
        await self._transfers.adopt()
        await self._control.adopt()

    def _note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        self._transfers.note(event, changes)
        self._control.note(event, changes)
        self._left_on_hold.note(event, changes)
        self._parachute.note(event, changes)
        self._callbacks.note(event, changes)
        self._offering.note(event, changes)
