"""Records of calls: everybody's for those who may, for agents those in which they talked (F2.2, H14, K15)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy import Connection, Row

from cti.api.conversations import ConversationShown
from cti.api.frame import frame_of
from cti.api.guard import require
from cti.api.own_calls import CallId, own_extension
from cti.api.paging import Order, Page, PageAsked, rows_of
from cti.api.responses import ERRORS
from cti.errors import NotAllowed, NotFound
from cti.people.fields import Extension, Moment, QueueName
from cti.people.permissions import Permission
from cti.people.person import Person
from desk import conversations
from desk.call_records import CALLS, Wanted, matching, of_call, reports_of
from recordings.search import names_of

router = APIRouter(prefix="/api/call-records", tags=["call records"], responses=ERRORS)

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")]
Outcome = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class CallRecord(BaseModel):
    """One call. `waited_seconds`: in queues; `agent`: who talked last, `conversations`: everybody who did."""

    model_config = ConfigDict(from_attributes=True)

    call: str
    node: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    caller: str
    dialled: str
    queue: str | None
    agent: str | None
    waited_seconds: float | None
    overflow_prompts: int
    outcome: str | None
    language: str | None
    recorded: bool = False
    reports: list[str] = []
    conversations: list[ConversationShown] = []


class Filters(BaseModel):
    """Which calls."""

    caller: Digits | None = None
    line: Digits | None = None
    """Calls that reported this line, or were about it."""
    agent: Extension | None = None
    """Anybody who talked with the caller."""
    queue: QueueName | None = None
    outcome: Outcome | None = None
    since: Moment | None = None
    until: Moment | None = None
    """Before this."""


@router.get("", summary="Find calls")
async def records(
    request: Request,
    person: Annotated[Person, Depends(require())],
    asked: PageAsked,
    filters: Annotated[Filters, Depends()],
    oldest_first: bool = False,
) -> Page[CallRecord]:
    """One page, the newest first."""
    wanted = Wanted(**filters.model_dump(), handled_by=_only(person))
    order = Order(CALLS.c.started_at, CALLS.c.call, descending=not oldest_first)

    def look(connection: Connection) -> Page[CallRecord]:
        rows, following = rows_of(connection, matching(wanted), order, asked)
        return Page(items=_shown(connection, rows), next=following)

    return await frame_of(request).people.store.read(look)


@router.get("/{call}", summary="One call's record")
async def record(request: Request, call: CallId, person: Annotated[Person, Depends(require())]) -> CallRecord:
    """By id."""
    statement = of_call(call, _only(person))

    def look(connection: Connection) -> CallRecord:
        found = _shown(connection, connection.execute(statement).all())
        if not found:
            raise NotFound("no such call", code="no_such_call")
        return found[0]

    return await frame_of(request).people.store.read(look)


def _only(person: Person) -> str | None:
    """Whose calls this person may see; None: everybody's. Raises NotAllowed, Conflict."""
    if person.may(Permission.CALLS_READ):
        return None
    if not person.may(Permission.CUSTOMERS_READ):
        raise NotAllowed(
            f"this needs the permission {Permission.CALLS_READ.value}",
            code="permission_needed",
            permission=Permission.CALLS_READ.value,
        )
    return own_extension(person)


def _shown(connection: Connection, rows: Sequence[Row[Any]]) -> list[CallRecord]:
    shown = [CallRecord.model_validate(row) for row in rows]
    calls = [one.call for one in shown]
    talks, reports = conversations.of_calls(connection, calls), reports_of(connection, calls)
    names = names_of(connection, {talk.agent for of_one in talks.values() for talk in of_one})
    for one, row in zip(shown, rows, strict=True):
        one.recorded = row.recording is not None
        one.reports = reports[one.call]
        one.conversations = [ConversationShown.model_validate(talk) for talk in talks[one.call]]
        for talk in one.conversations:
            talk.agent_name = names.get(talk.agent)
    return shown
