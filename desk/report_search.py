"""Finding fault reports: by number, line, contact, state, exchange, time, who took them down (F2, page of reports).

Sort keys come from a list and values are bound (S11).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, not_, or_, select

from desk.models import ExchangeRow, FaultReportRow, ReportStatus, table_of

REPORTS, EXCHANGES = table_of(FaultReportRow), table_of(ExchangeRow)

SORT_KEYS: Mapping[str, ColumnElement[Any]] = {
    name: REPORTS.c[name] for name in ("created_at", "number", "repeat_count", "status")
}
"""Columns that are never NULL."""
AUTOMATIC = "automatic"
"""Taken by the flow, not by an agent."""
_EQUAL = ("line_number", "status", "confirmed", "language", "outcome", "symptom_class", "handling", "call")
_LINE = REPORTS.c.line_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; None: any. Times are UTC."""

    text: str | None = None
    """First digits of the report's number, the line's or the contact's."""
    line_number: str | None = None
    call: str | None = None
    status: str | None = None
    confirmed: bool | None = None
    exchange: str | None = None
    """The line's number begins so."""
    branch: str | None = None
    language: str | None = None
    outcome: str | None = None
    symptom_class: str | None = None
    handling: str | None = None
    by: str | None = None
    """A login, or AUTOMATIC."""
    since: datetime | None = None
    until: datetime | None = None
    """Before this."""
    repeats: int | None = None
    """At least so often."""
    overdue: bool | None = None
    """Confirmed and open since before `late_before`, or not."""
    late_before: datetime | None = None


def matching(connection: Connection, wanted: Wanted) -> Select[Any]:
    """The reports that are looked for, in no order."""
    columns = REPORTS.c
    found = select(REPORTS).where(
        *(columns[name] == value for name in _EQUAL if (value := getattr(wanted, name)) is not None),
        *_limits(wanted),
    )
    if wanted.branch is not None:
        found = found.where(_of_branch(connection, wanted.branch))
    return found


def _limits(wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = REPORTS.c
    conditions: list[ColumnElement[bool]] = []
    if wanted.text:
        begins = (
            columns[name].startswith(wanted.text) for name in ("number", "line_number", "contact_number")
        )
        conditions.append(or_(*begins))
    if wanted.exchange is not None:
        conditions.append(_LINE.startswith(wanted.exchange))
    if wanted.by is not None:
        own = columns.taken_by.is_(None) if wanted.by == AUTOMATIC else columns.taken_by == wanted.by
        conditions.append(own)
    if wanted.since is not None:
        conditions.append(columns.created_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(columns.created_at < wanted.until)
    if wanted.repeats is not None:
        conditions.append(columns.repeat_count >= wanted.repeats)
    if wanted.overdue is not None:
        late = and_(
            columns.created_at < wanted.late_before,
            columns.confirmed.is_(True),
            columns.status == ReportStatus.OPEN,
        )
        conditions.append(late if wanted.overdue else not_(late))
    return conditions


def _of_branch(connection: Connection, branch: str) -> ColumnElement[bool]:
    """The line's longest prefix is one of the branch's."""
    rows = connection.execute(select(EXCHANGES.c.prefix, EXCHANGES.c.branch)).all()
    own = [prefix for prefix, name in rows if name == branch]
    lengths = sorted({len(prefix) for prefix in own})
    inside = {
        prefix for prefix, name in rows if name != branch and any(prefix.startswith(one) for one in own)
    }
    within = [and_(_begins(own, length), not_(_begins_longer(inside, length))) for length in lengths]
    return or_(*within) if within else REPORTS.c.id.is_(None)


def _begins(prefixes: Collection[str], length: int) -> ColumnElement[bool]:
    return func.substr(_LINE, 1, length).in_([one for one in prefixes if len(one) == length])


def _begins_longer(prefixes: Collection[str], length: int) -> ColumnElement[bool]:
    longer = sorted({len(one) for one in prefixes if len(one) > length})
    return or_(*(_begins(prefixes, one) for one in longer)) if longer else REPORTS.c.id.is_(None)


def branches_of(connection: Connection, lines: Collection[str]) -> dict[str, tuple[str, str]]:
    """Exchange and branch of each line, by the longest prefix; lines of no exchange are not in it."""
    prefixes = {line[:length] for line in lines for length in range(1, len(line) + 1)}
    wanted = select(EXCHANGES.c.prefix, EXCHANGES.c.branch).where(EXCHANGES.c.prefix.in_(prefixes))
    known = {row.prefix: row.branch for row in connection.execute(wanted)}
    found: dict[str, tuple[str, str]] = {}
    for line in lines:
        longest = next((line[:n] for n in range(len(line), 0, -1) if line[:n] in known), None)
        if longest is not None:
            found[line] = (longest, known[longest])
    return found
