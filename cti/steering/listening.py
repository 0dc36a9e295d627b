"""Listening in on a conversation: listen, whisper, barge in, change between them, follow the call (§5; R17, S8).

The supervisor's own telephone is called and listens to the agent's leg, named by its exact unique id. Whenever that
leg ends or is sent elsewhere (hold, transfer, conference) Asterisk stops the listening by itself; this part then says
where the same leg of the listener goes on, lets it wait in silence for the next agent, or ends it. Who begins or
changes is in the audit log before anything is heard; rights are looked at again for every further agent, and while
it lasts.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Sequence

from cti.ami.actions import Hangup
from cti.ami.errors import AmiError
from cti.ami.link import AmiLink
from cti.errors import Conflict, NotAllowed, NotFound, Refused, Unavailable
from cti.floor.changes import Change
from cti.floor.events import FloorEvent, Steered
from cti.floor.state import Call, Floor
from cti.people.people import People
from cti.people.person import Person
from cti.steering.listen_grants import Grant, Grants
from cti.steering.listen_in import WITH_AGENT, ListenIn, Tell, leg_of, target_of
from cti.steering.listen_leg import RING_SECONDS, ListenLeg
from cti.steering.listen_rights import ListenMode, ListenRights, check_mode
from cti.steering.live_floor import LiveFloor, stamp
from cti.steering.once import once
from cti.steering.tasks import Tasks

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.4
"""How often Asterisk is asked where the supervisor's leg is: less than it stays in [listen_over]."""
RIGHTS_SECONDS = 5.0
STAYS_SECONDS = 3.0
"""How often Asterisk is told that the listening goes on: several times in LISTEN_SECONDS."""


class _Over(Exception):  # noqa: N818 - a verdict
    pass


class Listening:
    """Subscribe `note` to the floor. One person listens to one call at a time, with one's own telephone."""

    def __init__(
        self, live: LiveFloor, link: AmiLink, people: People, rights: ListenRights, tell: Tell
    ) -> None:
        self._live = live
        self._link = link
        self._people = people
        self._rights = rights
        self._tell = tell
        self._leg = ListenLeg(link)
        self._grants = Grants()
        self._tasks = Tasks()
        self._active: dict[str, ListenIn] = {}

    @property
    def active(self) -> list[ListenIn]:
        """Everything that is going on."""
        return list(self._active.values())

    async def grant(self, person: Person, call: str, reason: str) -> tuple[str, str]:
        """Leave to listen to a call, once: the token and the agent. The caller has checked the permission.

        Raises NotFound (no such conversation, or not this person's), NotAllowed (a superior), Conflict, Unavailable.
        """
        known = self._conversation(call)
        if not person.extension:
            raise Conflict("listening needs a telephone of one's own", code="own_telephone_needed")
        await self._rights.check(person, known.agent)
        return self._grants.give(person.id, call, known.agent, reason), known.agent

    async def redeem(self, person: Person, token: str) -> Grant:
        """What the token is good for; it is used up. Raises NotAllowed, NotFound, Unavailable."""
        grant = self._grants.use(person.id, token)
        if grant is None:
            raise NotAllowed("this leave to listen is used, late, or none", code="listening_over")
        await self._rights.check(person, self._conversation(grant.call).agent)
        return grant

    async def begin(self, person: Person, grant: Grant) -> ListenIn:
        """Call the person's telephone; it hears, and is not heard. The audit log has it already.

        Raises NotFound, Conflict, Unavailable.
        """
        call = self._conversation(grant.call)
        if call.agent != grant.agent:
            raise Conflict("another agent has the call now: ask again", code="call_gone_on")
        if any(one.person.id == person.id for one in self._active.values()):
            raise Conflict("one conversation at a time", code="one_conversation")
        name = secrets.token_hex(8)
        one = ListenIn(
            id=name,
            person=person,
            call=call.id,
            agent=call.agent,
            reason=grant.reason,
            leg=leg_of(person.id, name),
        )
        self._active[name] = one
        try:
            await self._leg.call(one, target_of(self._live.floor, call))
        except AmiError as error:
            del self._active[name]
            raise Unavailable("Asterisk does not answer", code="asterisk_away") from error
        self._note(one, "listen")
        self._tell(one)
        self._tasks.start(self._follow(one))
        return one

    async def change(self, person: Person, listening: str, mode: ListenMode) -> ListenIn:
        """Listen another way from now on. Raises NotFound, NotAllowed."""
        one = self.own(person, listening)
        check_mode(person, mode)
        one.mode = mode
        self._note(one, mode.value)
        one.changed.set()
        return one

    async def end(self, person: Person, listening: str) -> None:
        """Stop listening. Raises NotFound."""
        one = self.own(person, listening)
        one.asked_to_end = True
        one.changed.set()

    def of(self, person: Person) -> list[ListenIn]:
        """The person's own."""
        return [one for one in self._active.values() if one.person.id == person.id]

    def note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """The floor changed (its callback)."""
        if not self._active:
            return
        leg = getattr(event, "leg", "")
        for one in self._active.values():
            if changes or leg in (one.leg, one.target.leg, one.call):
                one.changed.set()

    def cancel(self) -> None:
        """Stop following; Asterisk ends each listen-in with its leg."""
        self._tasks.cancel()

    async def _follow(self, one: ListenIn) -> None:
        """Keep the supervisor's leg where it belongs until it is over."""
        try:
            while True:
                one.changed.clear()
                await self._look(one)
                try:
                    async with asyncio.timeout(LOOK_SECONDS):
                        await one.changed.wait()
                except TimeoutError:
                    continue
        except _Over as over:
            await self._ended(one, str(over))
        finally:
            self._active.pop(one.id, None)

    async def _look(self, one: ListenIn) -> None:
        floor = self._live.floor
        call = floor.calls.get(one.call)
        if one.asked_to_end:
            raise _Over("ended by the listener")
        if call is None:
            raise _Over("the call is over")
        if not self._there(one, floor):
            return
        await self._check_rights(one)
        target = target_of(self._live.floor, call)
        if target.leg and call.agent != one.agent:
            await self._move_on(one, call)
        try:
            if (target, one.mode) != (one.target, one.applied) or await self._leg.dropped_out(one):
                await self._leg.aim(one, target)
                self._tell(one)
            await self._stay(one)
        except AmiError as error:
            log.warning("A listen-in can't be moved now", extra={"why": type(error).__name__})

    async def _stay(self, one: ListenIn) -> None:
        """Raises AmiError."""
        now = time.monotonic()
        if now - one.stays >= STAYS_SECONDS:
            await self._leg.stay(one)
            one.stays = now

    def _there(self, one: ListenIn, floor: Floor) -> bool:
        """Whether the supervisor's telephone has answered. Raises _Over when it will not, or has hung up."""
        leg = floor.legs.get(one.leg)
        if leg is not None and leg.up:
            if one.state == "calling":
                one.state = "on"
                self._tell(one)
            return True
        if one.state != "calling":
            raise _Over("the listener hung up")
        if one.leg in floor.ended:
            raise _Over("the listener's telephone did not answer")
        if time.monotonic() - one.began > RING_SECONDS:
            raise _Over("the listener's telephone did not answer")
        return False

    async def _check_rights(self, one: ListenIn) -> None:
        now = time.monotonic()
        if now - one.looked < RIGHTS_SECONDS:
            return
        one.looked = now
        try:
            if not await self._rights.still(one.person, one.mode):
                raise _Over("the right to listen has ended")
        except Unavailable:
            return  # nobody can take rights away while the database is away

    async def _move_on(self, one: ListenIn, call: Call) -> None:
        """Another agent has the call: the rights are looked at, and it is in the audit log, before it is heard."""
        try:
            await self._rights.check(one.person, call.agent)
            await self._audit(one, "listen_in.follow", call.agent)
        except Refused:
            raise _Over("the next agent's conversations are not the listener's to hear") from None
        one.agent, one.state = call.agent, "moved"
        self._tell(one)

    async def _ended(self, one: ListenIn, why: str) -> None:
        one.state, one.why = "ended", why
        log.info("A listen-in is over", extra={"call": one.call, "why": why})
        if one.leg in self._live.floor.legs:
            await once(self._link, Hangup(one.leg))
        self._tell(one)
        self._note(one, "listen_over", why)
        try:
            await self._audit(one, "listen_in.end", one.agent)
        except Unavailable:
            log.error("The end of a listen-in is not in the audit log", extra={"call": one.call})

    async def _audit(self, one: ListenIn, action: str, agent: str) -> None:
        after = {"agent": agent, "mode": one.mode.value, "reason": one.reason, "why": one.why}
        await self._people.act(one.person, action).note(f"call {one.call}", after=after)

    def _note(self, one: ListenIn, act: str, detail: str = "") -> None:
        by = one.person.login
        self._live.act(Steered(**stamp(), leg=one.call, linkedid=one.call, by=by, act=act, detail=detail))

    def _conversation(self, call: str) -> Call:
        """The call of exactly this id, in conversation with an agent. Raises NotFound."""
        known = self._live.floor.calls.get(call)
        if known is None or known.stage not in WITH_AGENT or not target_of(self._live.floor, known).leg:
            raise NotFound("no such conversation", code="no_such_conversation")
        return known

    def own(self, person: Person, listening: str) -> ListenIn:
        """One of the person's own. Raises NotFound."""
        one = self._active.get(listening)
        if one is None or one.person.id != person.id:
            raise NotFound("no such listen-in", code="listening_over")
        return one
