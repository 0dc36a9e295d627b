"""Keeps the parachute in step, and takes its callers back: what Asterisk serves while the service is away.

Members of Asterisk's own queues follow the agents who are signed in, and the other way round for telephones that
sign in by themselves; without members nobody could even begin to wait.
Callers whom Asterisk's queue took meanwhile go back to the waiting room, their first entry kept (R7).
"""

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping, Sequence

from cti import dialplan
from cti.ami.actions import QueueStatus, Redirect, Setvar
from cti.ami.errors import AmiError, Refused
from cti.ami.link import AmiLink
from cti.floor.changes import AgentChanged, AgentMoved, Change
from cti.floor.events import FloorEvent
from cti.floor.legs import carried
from cti.routing.queues import Queues
from cti.steering.live_floor import LiveFloor, stamp
from cti.steering.members import Member, Seat, corrections, present_members, wanted_members
from cti.steering.once import once
from cti.steering.telephone_sign_in import signed_by_telephone

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0
"""Seconds between two looks at Asterisk's own queues; a change of ours is sent at once."""


class Parachute:
    """Run `run()` as a task; `note` hears of every event."""

    def __init__(
        self, live: LiveFloor, link: AmiLink, queues: Queues, *, look_every: float = LOOK_EVERY
    ) -> None:
        self.live = live
        self.link = link
        self.queues = queues
        self.look_every = look_every
        self._present: dict[Seat, Member] = {}
        self._connection: object = None
        """The one that `_present` was true of: over another one, Asterisk may have begun anew meanwhile."""
        self._refused: set[Seat] = set()
        self._agents: set[str] = set()
        """Whose seats may differ."""
        self._changed = asyncio.Event()

    def note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """Something happened on the floor."""
        for change in changes:
            if isinstance(change, AgentMoved | AgentChanged):
                self._agents.add(change.agent)
                self._changed.set()

    def follow_queues(self) -> None:
        """The queues were changed: every agent's seats may differ."""
        self._agents |= self.live.floor.agents.keys()
        self._refused.clear()
        self._changed.set()

    async def run(self) -> None:
        """Keep in step until cancelled."""
        next_look = 0.0
        while True:
            if self.link.trouble is None:
                try:
                    if time.monotonic() >= next_look:
                        await self.look()
                        next_look = time.monotonic() + self.look_every
                    await self.correct()
                except (AmiError, ValueError) as trouble:
                    log.info("The queues could not be looked at", extra={"cause": type(trouble).__name__})
            else:
                next_look = 0.0
            await self._something_changed()

    async def look(self) -> None:
        """What Asterisk's queues hold: members are noted, callers taken back. Raises AmiError."""
        _, *rows, _ = await self.link.actions.ask_list(QueueStatus())
        present, connection = present_members(rows), self.link.actions.protocol
        before = self._present if connection is self._connection else None
        self._present, self._connection = present, connection
        self._refused.clear()
        self._agents |= {extension for _, extension in present} | self.live.floor.agents.keys()
        for event in list(signed_by_telephone(self.live.floor, before, present, stamp())):
            self.live.act(event)
        for row in rows:
            if row.event == "QueueEntry" and carried(self.live.floor, row.uniqueid) is not None:
                await self._take_back(row.uniqueid)

    async def correct(self) -> None:
        """Say what differs. Raises AmiError; a queue that Asterisk does not have is let be until the next look."""
        extensions, self._agents = self._agents, set()
        wanted = wanted_members(self.live.floor, self.queues, extensions)
        seats = {(queue, extension) for extension in extensions for queue in self.queues}
        try:
            await self._say(wanted, sorted(seats & (wanted.keys() | self._present.keys())))
        except AmiError:
            self._agents |= extensions
            raise

    async def _say(self, wanted: Mapping[Seat, Member], seats: Iterable[Seat]) -> None:
        for seat, action in list(corrections(wanted, self._present, seats)):
            if seat in self._refused:
                continue
            try:
                await self.link.actions.act(action)
            except Refused as refusal:
                log.warning("A queue did not take a member", extra={"queue": seat[0], "why": str(refusal)})
                self._refused.add(seat)
                continue
            if seat in wanted:
                self._present[seat] = wanted[seat]
            else:
                self._present.pop(seat, None)

    async def _take_back(self, call: str) -> None:
        """The heartbeat first: a waiting room that sees a stale one sends the caller back here."""
        if await once(self.link, Setvar(dialplan.HEARTBEAT, str(int(time.time())))):
            log.info("A caller is taken back from the parachute", extra={"call": call})
            await once(self.link, Redirect(call, dialplan.WAITING, "s"))

    async def _something_changed(self) -> None:
        try:
            async with asyncio.timeout(1.0):
                await self._changed.wait()
        except TimeoutError:
            return
        await asyncio.sleep(0)
        self._changed.clear()
