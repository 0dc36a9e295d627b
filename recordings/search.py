"""Finding recordings by caller, callee, agent, team, customer, queue, line, report, time, length and marks (H4).

Sort keys come from a list (S11), values are bound, and what a person may not know of is not there (S10). Whoever
lists them pages by one of SORT_KEYS and the id.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from desk.models import CustomerNumberRow, CustomerRow, SubscriberRow, UserRow, table_of
from recordings.conversation import AnsweredLeg
from recordings.findings import FINDINGS
from recordings.marks import MARKS
from recordings.register import LEGS, RECORDINGS
from recordings.scope import Scope

SORT_KEYS: Mapping[str, ColumnElement[Any]] = {
    name: RECORDINGS.c[name] for name in ("started_at", "seconds", "caller", "callee")
}
"""Columns that are never NULL and have an index with the id."""
_USERS, _SUBSCRIBERS = table_of(UserRow), table_of(SubscriberRow)
_CUSTOMERS, _NUMBERS = table_of(CustomerRow), table_of(CustomerNumberRow)
_EQUAL = ("caller", "callee", "queue", "line_number", "report", "call", "state", "legal_hold")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None: any. Numbers as they are stored, digits only; times are UTC."""

    caller: str | None = None
    callee: str | None = None
    agent: str | None = None
    queue: str | None = None
    line_number: str | None = None
    report: str | None = None
    call: str | None = None
    state: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Before this."""
    at_least: float | None = None
    """Seconds."""
    at_most: float | None = None
    legal_hold: bool | None = None
    team: str | None = None
    """Of any agent of the conversation, as teams are today."""
    customer: str | None = None
    """Part of the name of the subscriber of line or calling number, or of the customer who called or was called."""
    marked: bool | None = None
    marks_text: str | None = None
    """Part of what a mark says."""


@dataclass(frozen=True, slots=True)
class Found:
    """A recording with its legs."""

    row: Row[Any]
    legs: tuple[AnsweredLeg, ...]
    names: Mapping[str, str]
    """Who has the extensions of its agents today."""
    marks: int
    """How many there are."""


def matching(wanted: Wanted, scope: Scope) -> Select[Any]:
    """The recordings that are looked for, in no order."""
    columns = RECORDINGS.c
    equal = [columns[name] == value for name in _EQUAL if (value := getattr(wanted, name)) is not None]
    limits: tuple[ColumnElement[bool] | None, ...] = (
        None if wanted.since is None else columns.started_at >= wanted.since,
        None if wanted.until is None else columns.started_at < wanted.until,
        None if wanted.at_least is None else columns.seconds >= wanted.at_least,
        None if wanted.at_most is None else columns.seconds <= wanted.at_most,
        None if wanted.agent is None else Scope(frozenset({wanted.agent})).visible(),
        *_by_what_belongs_to_it(wanted),
    )
    found = select(RECORDINGS).where(scope.visible(), *equal)
    return found.where(*(limit for limit in limits if limit is not None))


def _by_what_belongs_to_it(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Conditions on other tables."""
    columns, of_it = RECORDINGS.c, MARKS.c.recording_id == RECORDINGS.c.id
    if wanted.team is not None:
        team = select(_USERS.c.extension).where(_USERS.c.team == wanted.team)
        yield columns.id.in_(select(LEGS.c.recording_id).where(LEGS.c.agent.in_(team)))
    if wanted.customer is not None:
        yield or_(_of_subscriber(wanted.customer), _of_customer(wanted.customer))
    if wanted.marked is not None:
        there = select(MARKS.c.id).where(of_it).exists()
        yield there if wanted.marked else ~there
    if wanted.marks_text is not None:
        says = MARKS.c.text.icontains(wanted.marks_text, autoescape=True)
        yield select(MARKS.c.id).where(of_it, says).exists()


def _of_subscriber(name: str) -> ColumnElement[bool]:
    """The line, or the calling number, is that of a subscriber with this in the name."""
    line = _SUBSCRIBERS.c.line_number
    theirs = or_(line == RECORDINGS.c.line_number, line == RECORDINGS.c.caller)
    return select(line).where(theirs, _SUBSCRIBERS.c.owner.icontains(name, autoescape=True)).exists()


def _of_customer(name: str) -> ColumnElement[bool]:
    """Somebody with this in the name called, or was called."""
    theirs = _NUMBERS.c.number.in_([RECORDINGS.c.caller, RECORDINGS.c.callee])
    of_one = _CUSTOMERS.c.id == _NUMBERS.c.customer_id
    named = _CUSTOMERS.c.name.icontains(name, autoescape=True)
    return select(_NUMBERS.c.number).where(theirs, of_one, named).exists()


def with_legs(connection: Connection, rows: Sequence[Row[Any]]) -> list[Found]:
    """Rows of recordings with their legs, names and marks, in the same order."""
    ids = [row.id for row in rows]
    legs: dict[int, list[AnsweredLeg]] = {}
    of_rows = select(LEGS).where(LEGS.c.recording_id.in_(ids)).order_by(LEGS.c.recording_id, LEGS.c.n)
    for leg in connection.execute(of_rows):
        legs.setdefault(leg.recording_id, []).append(AnsweredLeg(leg.agent, leg.begins, leg.ends))
    names = names_of(connection, {leg.agent for of_one in legs.values() for leg in of_one})
    counted = select(MARKS.c.recording_id, func.count()).where(MARKS.c.recording_id.in_(ids))
    marks: dict[int, int] = {
        row[0]: row[1] for row in connection.execute(counted.group_by(MARKS.c.recording_id))
    }
    return [Found(row, tuple(legs.get(row.id, ())), names, marks.get(row.id, 0)) for row in rows]


def names_of(connection: Connection, extensions: Collection[str]) -> dict[str, str]:
    """Who has these extensions today, by extension."""
    if not extensions:
        return {}
    wanted = select(_USERS.c.extension, _USERS.c.display_name).where(
        _USERS.c.extension.in_(sorted(extensions))
    )
    return {row.extension: row.display_name for row in connection.execute(wanted)}


def matching_findings(
    scope: Scope, *, open_only: bool = True, kind: str | None = None, call: str | None = None
) -> Select[Any]:
    """What the completeness audit found, with `recording` (None: there is no row) and `agent_name`, in no order."""
    of_file = (RECORDINGS.c.node == FINDINGS.c.node) & (RECORDINGS.c.file == FINDINGS.c.subject)
    wanted = (
        select(FINDINGS, RECORDINGS.c.id.label("recording"), _USERS.c.display_name.label("agent_name"))
        .outerjoin(RECORDINGS, of_file)
        .outerjoin(_USERS, _USERS.c.extension == FINDINGS.c.agent)
        .where(scope.visible_findings())
    )
    if open_only:
        wanted = wanted.where(FINDINGS.c.resolved_at.is_(None))
    if kind is not None:
        wanted = wanted.where(FINDINGS.c.kind == kind)
    return wanted if call is None else wanted.where(FINDINGS.c.call == call)
