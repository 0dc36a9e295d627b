"""Finding recordings by caller, callee, agent, queue, line, report, time and length (H4), page by page.

Sort keys come from a list (S11); values are bound; what a person may not know of is not counted either (S10).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from recordings.conversation import AnsweredLeg
from recordings.findings import FINDINGS
from recordings.pages import Columns, cursor_after, page
from recordings.register import LEGS, RECORDINGS
from recordings.scope import Scope

Sort = Literal["started_at", "-started_at", "seconds", "-seconds", "caller", "-caller", "callee", "-callee"]
SORTS: tuple[str, ...] = get_args(Sort)
_SORT_COLUMNS: Columns = {name: RECORDINGS.c[name] for name in ("started_at", "seconds", "caller", "callee")}
LARGEST_PAGE = 200


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


@dataclass(frozen=True, slots=True)
class Page:
    """Recordings, and what the next page begins after; None: this is the last."""

    recordings: list[Found]
    cursor: str | None


def search(
    connection: Connection, wanted: Wanted, scope: Scope, sort: str, cursor: str | None, limit: int
) -> Page:
    """One page of at most `limit` recordings. Raises WrongCursor."""
    statement = _matching(wanted).where(scope.visible())
    rows = connection.execute(page(statement, _SORT_COLUMNS, sort, RECORDINGS.c.id, cursor, limit)).all()
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    after = cursor_after(sort, getattr(last, sort.removeprefix("-")), last.id) if last is not None else None
    return Page(with_legs(connection, list(shown)), after)


def with_legs(connection: Connection, rows: list[Row[Any]]) -> list[Found]:
    """Rows of recordings with their legs, in the same order."""
    of_rows = LEGS.c.recording_id.in_([row.id for row in rows])
    legs: dict[int, list[AnsweredLeg]] = {}
    for leg in connection.execute(select(LEGS).where(of_rows).order_by(LEGS.c.recording_id, LEGS.c.n)):
        legs.setdefault(leg.recording_id, []).append(AnsweredLeg(leg.agent, leg.begins, leg.ends))
    return [Found(row, tuple(legs.get(row.id, ()))) for row in rows]


def findings(
    connection: Connection,
    scope: Scope,
    *,
    open_only: bool,
    kind: str | None,
    call: str | None,
    before: int | None,
    limit: int,
) -> list[Row[Any]]:
    """What the completeness audit found, the newest first; `before`: rows with a smaller id."""
    wanted = select(FINDINGS).where(scope.visible_findings())
    if open_only:
        wanted = wanted.where(FINDINGS.c.resolved_at.is_(None))
    for column, value in ((FINDINGS.c.kind, kind), (FINDINGS.c.call, call)):
        wanted = wanted if value is None else wanted.where(column == value)
    if before is not None:
        wanted = wanted.where(FINDINGS.c.id < before)
    return list(connection.execute(wanted.order_by(FINDINGS.c.id.desc()).limit(limit)))


def _matching(wanted: Wanted) -> Select[Any]:
    columns = RECORDINGS.c
    found = select(RECORDINGS)
    for name in ("caller", "callee", "queue", "line_number", "report", "call", "state", "legal_hold"):
        value = getattr(wanted, name)
        if value is not None:
            found = found.where(columns[name] == value)
    if wanted.agent is not None:
        theirs = select(LEGS.c.recording_id).where(LEGS.c.agent == wanted.agent)
        found = found.where(columns.id.in_(theirs))
    limits: tuple[ColumnElement[bool] | None, ...] = (
        None if wanted.since is None else columns.started_at >= wanted.since,
        None if wanted.until is None else columns.started_at < wanted.until,
        None if wanted.at_least is None else columns.seconds >= wanted.at_least,
        None if wanted.at_most is None else columns.seconds <= wanted.at_most,
    )
    return found.where(*(limit for limit in limits if limit is not None))
