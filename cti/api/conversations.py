"""What an agent notes about the own conversation: identity check and wrap-up (F2.3, F2.4).

Only whoever talks or talked with the caller may note something, for a day: wrap-up has a limit, and what was typed
by then is saved all the same.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Connection, Row

from cti.api.code_lists import Code, known_list
from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.own_calls import CallId, own_extension
from cti.api.recent_talks import RecentTalks
from cti.api.responses import ERRORS
from cti.errors import Conflict, Invalid, NotFound
from cti.floor.state import AgentState, Floor
from cti.people.audit import Act, Change
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.people.words import cleaned
from cti.record_facts import ANSWERED
from cti.steering.live_floor import LiveFloor
from desk import conversations as desk
from desk.call_log import CallLog
from desk.code_lists.defaults import DISPOSITION
from desk.store.recorded import note_report

NOTED_WITHIN = timedelta(days=1)
"""After the answer."""
SENIOR_QUEUE = "senior"
TALKING = frozenset({AgentState.TALKING, AgentState.ON_HOLD})

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")]
Words = Annotated[str, Field(max_length=500), AfterValidator(cleaned)]


class IdentityResult(StrEnum):
    """What comparing the caller's words with the subscriber's data gave."""

    MATCHES = "matches"
    MISMATCH = "mismatch"
    """The subscriber must report; the call is closed so."""
    NOT_CHECKED = "not_checked"


class IdentityCheck(BaseModel):
    """`line_number`: the line that the caller names, where it is not the one keyed."""

    model_config = ConfigDict(extra="forbid")

    result: IdentityResult
    note: Words = ""
    line_number: Digits | None = None


class Disposition(BaseModel):
    """How it ended: `code` of the code list `disposition`. `report`: the fault report that it was about."""

    model_config = ConfigDict(extra="forbid")

    code: Code
    note: Words = ""
    report: Digits | None = None


class ConversationShown(BaseModel):
    """An agent's part in a call; null: not said."""

    model_config = ConfigDict(from_attributes=True)

    call: str
    agent: str
    agent_name: str | None = None
    """Who has the extension today; null: nobody, or not asked for."""
    answered_at: datetime
    identity: IdentityResult | None
    identity_note: str | None
    disposition: str | None
    note: str | None
    report: str | None
    noted_at: datetime | None


class IdentityNoted(BaseModel):
    """`pass_on_to`: a queue to offer the caller, as the line is a key account's (F2.4)."""

    conversation: ConversationShown
    key_account: bool
    pass_on_to: str | None
    outcome: str | None
    """What the call is closed as; null: it goes on."""


MayNote = Annotated[Person, Depends(require(Permission.CALLS_OWN))]


def conversations_router(live: LiveFloor, call_log: CallLog) -> APIRouter:
    """The routes. `call_log` takes the outcome, in order with the call's other facts."""
    router = APIRouter(prefix="/api/calls", tags=["conversations"], responses=ERRORS)
    recent = RecentTalks()
    live.subscribe(recent.note)

    def own(connection: Connection, call: str, agent: str, now: datetime) -> Row[Any]:
        if (call, agent) in recent or _talks(live.floor, call, agent):
            desk.begin(connection, call, agent, now)
        return _own(connection, call, agent, now)

    @router.get("/{call}/conversation", summary="What one has noted about a call")
    async def noted(request: Request, call: CallId, person: MayNote) -> ConversationShown | None:
        """One's own part in it; null: one has not talked with that caller."""
        agent = own_extension(person)

        def look(connection: Connection) -> ConversationShown | None:
            row = desk.conversation(connection, call, agent)
            return None if row is None else ConversationShown.model_validate(row)

        return await frame_of(request).people.store.read(look)

    @router.put("/{call}/identity", summary="Note the identity check")
    async def identity(
        request: Request,
        call: CallId,
        check: IdentityCheck,
        act: Annotated[Act, Depends(acting(Permission.CALLS_OWN, "calls.identity"))],
    ) -> IdentityNoted:
        """A mismatch closes the call with that outcome; a key account is offered a senior agent."""
        agent, now = own_extension(act.person), frame_of(request).people.store.now()
        known = live.floor.calls.get(call)
        line = check.line_number or (known.line_number if known is not None else "")

        def work(connection: Connection) -> Change[tuple[IdentityNoted, bool]]:
            before = own(connection, call, agent, now)
            values = {"identity": check.result.value, "identity_note": check.note or None}
            row = desk.note(connection, call, agent, now, values)
            key_account = bool(known and known.key_account) or desk.is_key_account(connection, line)
            result = _identity_noted(row, check.result, key_account=key_account)
            return Change(
                (result, before.identity == IdentityResult.MISMATCH),
                f"call {call}",
                before={"identity": before.identity},
                after={"identity": check.result.value},
            )

        result, was_mismatch = await act.write(work)
        if result.outcome is not None:
            call_log.closed_as(call, result.outcome)
        elif was_mismatch:
            call_log.closed_as(call, ANSWERED)
        return result

    @router.put("/{call}/disposition", summary="Note how a call ended")
    async def disposition(
        request: Request,
        call: CallId,
        body: Disposition,
        act: Annotated[Act, Depends(acting(Permission.CALLS_OWN, "calls.disposition"))],
    ) -> ConversationShown:
        """At wrap-up, or before; what was said before is replaced."""
        agent, now = own_extension(act.person), frame_of(request).people.store.now()

        def work(connection: Connection) -> Change[ConversationShown]:
            before = own(connection, call, agent, now)
            _check(connection, body)
            values = {"disposition": body.code, "note": body.note or None, "report": body.report}
            row = desk.note(connection, call, agent, now, values)
            if body.report is not None:
                note_report(connection, call, body.report, by_agent=True)
            return Change(
                ConversationShown.model_validate(row),
                f"call {call}",
                before={"disposition": before.disposition},
                after={"disposition": body.code, "report": body.report},
            )

        return await act.write(work)

    return router


def _own(connection: Connection, call: str, agent: str, now: datetime) -> Row[Any]:
    """The agent's part in a call. Raises NotFound: never talked with that caller (S10); Conflict: too long ago."""
    row = desk.conversation(connection, call, agent)
    if row is None:
        raise NotFound("no such call", code="no_such_call")
    if now - row.answered_at > NOTED_WITHIN:
        raise Conflict("the call is too long ago", code="call_too_old")
    return row


def _talks(floor: Floor, call: str, agent: str) -> bool:
    at_work, known = floor.agents.get(agent), floor.calls.get(call)
    with_caller = at_work is not None and at_work.call == call and at_work.state in TALKING
    return with_caller or (known is not None and known.agent == agent and known.talked_since is not None)


def _check(connection: Connection, body: Disposition) -> None:
    if not known_list(connection, DISPOSITION).offers(body.code):
        raise Invalid("no such disposition", code="no_such_disposition")
    if body.report is not None and not desk.has_report(connection, body.report):
        raise Invalid("no such report", code="no_such_report")


def _identity_noted(row: Row[Any], result: IdentityResult, *, key_account: bool) -> IdentityNoted:
    closed = result is IdentityResult.MISMATCH
    return IdentityNoted(
        conversation=ConversationShown.model_validate(row),
        key_account=key_account,
        pass_on_to=SENIOR_QUEUE if key_account and not closed else None,
        outcome=desk.MISMATCH if closed else None,
    )
