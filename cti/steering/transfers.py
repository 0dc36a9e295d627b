"""Transfers as people ask for them: blind and attended, to a queue, an agent or a number outside (F2.8, K3).

What happens next stands in one table (transfer_steps.py); here its cues are heard and its deeds done. Each action
is sent once; where Asterisk refuses or stays silent the caller is brought back to the agent, or to the queue's head.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cti import dialplan
from cti.ami.actions import AmiAction, Hangup, Redirect, Setvar
from cti.floor.changes import Change
from cti.floor.events import (
    FloorEvent,
    OfferFailed,
    OfferMade,
    TransferOver,
    Transferred,
)
from cti.floor.legs import carrier
from cti.floor.state import AgentState, Call, Stage
from cti.steering.leases import LEASE_SECONDS
from cti.steering.live_floor import stamp
from cti.steering.open_queues import WHY, takes_nobody
from cti.steering.outbound_rules import OutboundRules
from cti.steering.parties import call_of, parties
from cti.steering.refusals import NoSuchCall, NotDone, WrongMoment
from cti.steering.tasks import Tasks
from cti.steering.tools import Tools
from cti.steering.transfer_course import Course, Mode, To, cues_of, first_step, queued_course
from cti.steering.transfer_steps import Cue, Deed, Step, next_move

log = logging.getLogger(__name__)

PARTING_SECONDS = 2.0
"""How long a hand-over waits to be told that the first agent's leg is alone before it is hung up."""


class Transfers:
    """`note` hears of every event."""

    def __init__(self, tools: Tools, rules: OutboundRules, zone: ZoneInfo) -> None:
        self._tools = tools
        self._rules = rules
        self._zone = zone
        self._courses: dict[str, Course] = {}
        self._tasks = Tasks()

    async def start(
        self, call: str, to: To, target: str, mode: Mode = "blind", *, reason: str = "", report: str = ""
    ) -> str:
        """Begin a transfer; its id. `target`: a queue's name, an extension or a number; report and reason go along.

        Raises NoSuchCall, WrongMoment, NumberNotAllowed, TooManyOutCalls, NotDone.
        """
        known = call_of(self._tools.live.floor, call)
        legs = parties(self._tools.live.floor, known)
        if known.transfer:
            raise WrongMoment("the call is being transferred already", code="call_in_transfer")
        asked = self._target(known, to, target, mode)
        blind_inside = mode == "blind" and to != "number"
        step = first_step(to, mode)
        course = Course(secrets.token_hex(8), call, legs.caller, known.agent, legs.agent, to, asked, step)
        self._tell(course, known, target, mode, reason, report)
        self._courses[call] = course
        done = await (
            self._away(course)
            if blind_inside
            else self._ask(course, Redirect(legs.caller, dialplan.HELD, "s"))
        )
        if not done:
            self._cue(course, Cue.REFUSED)
            raise NotDone("Asterisk did not do it", code="asterisk_did_not")
        return course.id

    async def complete(self, call: str) -> None:
        """The agent hands the caller over to whom they asked. Raises NoSuchCall, WrongMoment."""
        self._order(call, Cue.COMPLETE)

    async def cancel(self, call: str) -> None:
        """The agent takes the caller back. Raises NoSuchCall, WrongMoment."""
        self._order(call, Cue.CANCEL)

    def asked_leg(self, call: str) -> str:
        """The leg of whom the agent talks with beside the caller. Raises WrongMoment."""
        course = self._courses.get(call)
        if course is None or course.step is not Step.CONSULTING:
            raise WrongMoment("nobody is being asked", code="nobody_asked")
        return course.asked

    def dissolve(self, call: str) -> None:
        """The three talk with each other: the transfer has done its part."""
        if (course := self._courses.pop(call, None)) is not None:
            self._over(course, "answered")

    def note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """Hear what happened to the transfers under way."""
        if not self._courses:
            return
        for course in list(self._courses.values()):
            for cue in cues_of(course, event, changes, self._linkedid(course)):
                self._cue(course, cue)

    async def adopt(self) -> None:
        """After a restart nobody knows what the agent was about to do: caller and agent talk again.

        Callers who wait in the queue that they were passed on to go on waiting there.
        """
        floor = self._tools.live.floor
        left = [t for t in floor.transfers.values() if t.call not in self._courses]
        self._courses |= {t.call: queued_course(floor, t) for t in left if t.queued}
        for transfer in (t for t in left if not t.queued):
            stage = floor.calls[transfer.call].stage
            over = TransferOver(**stamp(), transfer=transfer.id, leg=transfer.call, result="cancelled")
            self._tools.live.act(over)
            if stage is Stage.HELD:
                leg = carrier(floor, floor.calls[transfer.call])
                await self._tools.send(Redirect(leg, dialplan.TALK, "s"))

    def cancel_tasks(self) -> None:
        """End whatever is being sent."""
        self._tasks.cancel()

    def _target(self, call: Call, to: To, target: str, mode: Mode) -> str:
        """The target as it is sent: whoever is ready stands for a queue that is asked first."""
        floor = self._tools.live.floor
        if to == "number":
            self._rules.check(target, call.agent, time.monotonic())
            return target
        if to == "queue":
            if target not in self._tools.board.queues:
                raise NoSuchCall("there is no such queue", code="no_such_queue")
            if mode == "blind":
                self._queue_takes(target)
                return target
            target = next(self._tools.board.ready.of(target), "")
        agent = floor.agents.get(target)
        if agent is None or agent.state is not AgentState.READY or target == call.agent:
            raise WrongMoment("nobody there is ready", code="nobody_ready")
        return target

    def _queue_takes(self, queue: str) -> None:
        """Whom nobody takes there stays with the agent. Raises WrongMoment."""
        floor, queues = self._tools.live.floor, self._tools.board.queues
        why = takes_nobody(floor, queues, queue, datetime.now(UTC), self._zone)
        if why is not None:
            raise WrongMoment(WHY[why], code=why)

    def _tell(self, course: Course, call: Call, target: str, mode: Mode, reason: str, report: str) -> None:
        self._tools.live.act(
            Transferred(
                **stamp(),
                linkedid=call.linkedid,
                transfer=course.id,
                leg=call.id,
                agent=course.agent,
                to=course.to,
                target=target,
                mode=mode,
                reason=reason,
                report=report,
            )
        )

    async def _away(self, course: Course) -> bool:
        """Blind inside the house: the first agent is free at once, on hold too."""
        held = self._tools.live.floor.calls[course.call].stage is Stage.HELD
        if course.to == "queue":
            gone = await self._tools.send(
                Setvar(dialplan.QUEUE_NAME, course.target, course.caller),
                Setvar(dialplan.PASSED_ON, "1", course.caller),
                Redirect(course.caller, dialplan.WAITING, "s"),
            )
        else:
            gone = await self._offer(course, course.target)
        if gone and held:
            await self._tools.send(Hangup(course.agent_leg))  # no bridge that would have ended it
        return gone

    async def _offer(self, course: Course, agent: str) -> bool:
        """Reserve the agent in this very turn; then say so."""
        offer = secrets.token_hex(8)
        made = OfferMade(**stamp(), offer=offer, leg=course.call, agent=agent, lease=LEASE_SECONDS)
        self._tools.live.act(made)
        if offer not in self._tools.live.floor.offers:
            return False
        sent = await self._tools.send(
            Setvar(dialplan.IS_WAITING, "1", course.caller),
            Setvar(dialplan.OFFER_ID, offer, course.caller),
            Redirect(course.caller, dialplan.OFFER, agent),
        )
        if not sent:
            self._tools.live.act(OfferFailed(**stamp(), offer=offer, why="not sent"))
        return sent

    async def _ask(self, course: Course, held: Redirect) -> bool:
        both = Redirect(
            held.channel,
            held.context,
            held.exten,
            extra_channel=course.agent_leg,
            extra_context=dialplan.CONSULT,
            extra_exten=course.target,
            extra_priority=1,
        )
        return await self._tools.send(both)

    def _linkedid(self, course: Course) -> str:
        call = self._tools.live.floor.calls.get(course.call)
        return call.linkedid if call is not None else ""

    def _order(self, call: str, cue: Cue) -> None:
        course = self._courses.get(call)
        if course is None or course.step is Step.QUEUED:
            raise NoSuchCall("the call is not being transferred", code="nobody_asked")
        if next_move(course.step, cue) is None:
            raise WrongMoment(
                f"the transfer is {course.step.value}", code="transfer_is", step=course.step.value
            )
        self._cue(course, cue)

    def _cue(self, course: Course, cue: Cue) -> None:
        move = next_move(course.step, cue)
        if move is None:
            return
        course.step, deed, result = move
        if course.step is Step.OVER and self._courses.get(course.call) is course:
            del self._courses[course.call]
        if result:
            self._over(course, result)
        log.info("A transfer goes on", extra={"transfer": course.id, "step": course.step, "cue": cue})
        if deed is not Deed.NOTHING:
            self._do(course, deed)

    def _do(self, course: Course, deed: Deed) -> None:
        if deed is Deed.OFFER_BACK:
            # Begins, and with it reserves, before the router's next decision.
            self._tasks.start(self._offer_back(course))
        elif deed is Deed.TO_QUEUE:
            now = stamp()
            self._tools.board.put_first(self._tools.live.floor, course.call, now["at"], now["mono"])
            if not self._waits(course):
                self._tasks.start(self._send(course, Redirect(course.caller, dialplan.WAITING, "s")))
        elif deed is Deed.JOIN:
            self._tasks.start(self._join(course))
        elif deed is Deed.TAKE_BACK:
            self._tasks.start(self._send(course, Redirect(course.caller, dialplan.TALK, "s")))
        elif deed is Deed.LET_GO:
            self._tasks.start(self._send(course, Hangup(course.agent_leg)))
        elif deed is Deed.LET_GO_LATER:
            self._tasks.start(self._let_go_later(course))

    def _waits(self, course: Course) -> bool:
        return course.call in self._tools.live.floor.waiting

    async def _offer_back(self, course: Course) -> None:
        if not await self._offer(course, course.agent):
            self._cue(course, Cue.REFUSED)

    async def _join(self, course: Course) -> None:
        asked = self._tools.live.floor.legs.get(course.asked)
        channel = asked.channel if asked is not None else course.asked
        joined = await self._tools.send(
            Setvar(dialplan.AGENT_CHANNEL, channel, course.caller),
            Setvar(dialplan.OFFER_AGENT, course.target, course.caller),
            Redirect(course.caller, dialplan.JOINED, "s"),
        )
        if not joined:
            self._cue(course, Cue.REFUSED)

    async def _let_go_later(self, course: Course) -> None:
        await asyncio.sleep(PARTING_SECONDS)
        if course.step is Step.PARTING:
            self._cue(course, Cue.UNANSWERED)

    async def _send(self, course: Course, *actions: AmiAction) -> None:
        if not await self._tools.send(*actions):
            log.warning("A transfer's step was not done", extra={"transfer": course.id})

    def _over(self, course: Course, result: str) -> None:
        self._tools.live.act(
            TransferOver(**stamp(), transfer=course.id, leg=course.call, result=result)  # type: ignore[arg-type]
        )
