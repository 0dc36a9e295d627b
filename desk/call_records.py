"""Finding records of past and present calls (F2.2 earlier contacts, H14, K15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, union

from desk.models import (
    CallRow,
    ConversationRow,
    FaultReportRow,
    RecordingRow,
    ReportEventRow,
    table_of,
)

CALLS = table_of(CallRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which calls; None: whatever. `handled_by`: calls in which this extension talked, alone; None: all."""

    caller: str | None = None
    line: str | None = None
    agent: str | None = None
    queue: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Before this."""
    handled_by: str | None = None


def matching(wanted: Wanted) -> Select[Any]:
    """The calls that fit."""
    found = select(CALLS)
    for column in ("caller", "queue", "outcome"):
        if (value := getattr(wanted, column)) is not None:
            found = found.where(CALLS.c[column] == value)
    if wanted.line is not None:
        found = found.where(CALLS.c.call.in_(_about(wanted.line)))
    for agent in (wanted.agent, wanted.handled_by):
        if agent is not None:
            found = found.where(CALLS.c.call.in_(_handled(agent)))
    if wanted.since is not None:
        found = found.where(CALLS.c.started_at >= wanted.since)
    if wanted.until is not None:
        found = found.where(CALLS.c.started_at < wanted.until)
    return found


def of_call(call: str, handled_by: str | None) -> Select[Any]:
    """One call, if it is to be seen."""
    return matching(Wanted(handled_by=handled_by)).where(CALLS.c.call == call)


def reports_of(connection: Connection, calls: Iterable[str]) -> dict[str, list[str]]:
    """Numbers of the fault reports that these calls made, repeated or added to; the oldest first."""
    found: dict[str, list[str]] = {call: [] for call in calls}
    made = select(FaultReportRow.call, FaultReportRow.number).where(FaultReportRow.call.in_(found))
    touched = (
        select(ReportEventRow.call, FaultReportRow.number)
        .join(FaultReportRow, FaultReportRow.id == ReportEventRow.report_id)
        .where(ReportEventRow.call.in_(found))
    )
    both = union(made, touched).subquery()
    for call, number in connection.execute(select(both.c.call, both.c.number).order_by(both.c.number)):
        found[call].append(number)
    return found


def _about(line: str) -> Any:
    """Calls that reported this line, repeated or added to its reports, or were recorded about it."""
    reported = select(FaultReportRow.call).where(FaultReportRow.line_number == line)
    touched = (
        select(ReportEventRow.call)
        .join(FaultReportRow, FaultReportRow.id == ReportEventRow.report_id)
        .where(FaultReportRow.line_number == line, ReportEventRow.call.is_not(None))
    )
    recorded = select(RecordingRow.call).where(RecordingRow.line_number == line)
    return union(reported, touched, recorded)


def _handled(agent: str) -> Any:
    return select(ConversationRow.call).where(ConversationRow.agent == agent)
