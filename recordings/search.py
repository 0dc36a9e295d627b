"""Finding recordings by caller, callee, agent, queue, line, report, time and length (H4).

Sort keys come from a list (S11), values are bound, and what a person may not know of is not there (S10). Whoever
lists them pages by one of SORT_KEYS and the id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from recordings.conversation import AnsweredLeg
from recordings.findings import FINDINGS
from recordings.register import LEGS, RECORDINGS
from recordings.scope import Scope

SORT_KEYS: Mapping[str, ColumnElement[Any]] = {
    name: RECORDINGS.c[name] for name in ("started_at", "seconds", "caller", "callee")
}
"""Columns that are never NULL and have an index with the id."""
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


@dataclass(frozen=True, slots=True)
class Found:
    """A recording with its legs."""

    row: Row[Any]
    legs: tuple[AnsweredLeg, ...]


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
    )
    found = select(RECORDINGS).where(scope.visible(), *equal)
    return found.where(*(limit for limit in limits if limit is not None))


def with_legs(connection: Connection, rows: Sequence[Row[Any]]) -> list[Found]:
    """Rows of recordings with their legs, in the same order."""
    of_rows = LEGS.c.recording_id.in_([row.id for row in rows])
    legs: dict[int, list[AnsweredLeg]] = {}
    for leg in connection.execute(select(LEGS).where(of_rows).order_by(LEGS.c.recording_id, LEGS.c.n)):
        legs.setdefault(leg.recording_id, []).append(AnsweredLeg(leg.agent, leg.begins, leg.ends))
    return [Found(row, tuple(legs.get(row.id, ()))) for row in rows]


def matching_findings(
    scope: Scope, *, open_only: bool = True, kind: str | None = None, call: str | None = None
) -> Select[Any]:
    """What the completeness audit found, in no order."""
    wanted = select(FINDINGS).where(scope.visible_findings())
    if open_only:
        wanted = wanted.where(FINDINGS.c.resolved_at.is_(None))
    if kind is not None:
        wanted = wanted.where(FINDINGS.c.kind == kind)
    return wanted if call is None else wanted.where(FINDINGS.c.call == call)
