"""What an agent wants to know beside the line itself: its reports, earlier calls, and what was keyed (F2.2)."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select, union

from desk.fold.draft import Draft
from desk.look_up import Fetch, report_of_call
from desk.models import CallRow, FaultReportRow, ReportEventRow, ReportStatus, TechnicianMessageRow, VisitRow
from desk.repair import deadline_of

MOST = 20
"""Reports and contacts shown at most, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReport:
    """A report of the line, confirmed or not. `open`: confirmed, neither mended nor closed.

    `deadline`: when an open one is overdue (F2.5); None where nothing is waited for.
    """

    number: str
    status: str
    open: bool
    confirmed: bool
    repeat_count: int
    symptom_class: str
    created_at: datetime
    mended_at: datetime | None
    deadline: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An earlier call from this number, or one that reported this line."""

    call: str
    at: datetime
    caller: str
    dialled: str
    queue: str
    agent: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """What the caller entered in the automatic flow of one call; empty: not reached.

    `symptom_with`, `message_with`: the report with which the recording can be heard, empty: with none.
    """

    line_number: str = ""
    contact_number: str = ""
    symptom_class: str = ""
    symptom_recorded: bool = False
    symptom_with: str = ""
    message_recorded: bool = False
    message_with: str = ""
    last_step: str = ""
    report: str = ""


_CONTACT: tuple[Any, ...] = (
    CallRow.call,
    CallRow.started_at,
    CallRow.caller,
    CallRow.dialled,
    CallRow.queue,
    CallRow.agent,
    CallRow.outcome,
)
_REPORT: tuple[Any, ...] = (
    FaultReportRow.number,
    FaultReportRow.status,
    FaultReportRow.confirmed,
    FaultReportRow.repeat_count,
    FaultReportRow.symptom_class,
    FaultReportRow.created_at,
    FaultReportRow.mended_at,
)
_REPORTS = (
    select(*_REPORT)
    .where(FaultReportRow.line_number == bindparam("line"))
    .order_by(FaultReportRow.id.desc())
    .limit(MOST)
)


def _newest(condition: Any) -> Select[Any]:
    newest = select(*_CONTACT).where(condition, CallRow.call != bindparam("call"))
    return select(newest.order_by(CallRow.started_at.desc()).limit(MOST).subquery())


def _contacts() -> Select[Any]:
    reported = select(FaultReportRow.call).where(FaultReportRow.line_number == bindparam("line"))
    repeated = (
        select(ReportEventRow.call)
        .join(FaultReportRow, FaultReportRow.id == ReportEventRow.report_id)
        .where(FaultReportRow.line_number == bindparam("line"), ReportEventRow.call.is_not(None))
    )
    of_caller = _newest((CallRow.caller == bindparam("caller")) & (func.length(CallRow.caller) > 0))
    of_line = _newest(CallRow.call.in_(union(reported, repeated)))
    both = union(of_caller, of_line).subquery()
    return select(both).order_by(both.c.started_at.desc(), both.c.call).limit(MOST)


_CONTACTS = _contacts()
_VISITS = (
    select(VisitRow.draft, VisitRow.last_step).where(VisitRow.call == bindparam("call")).order_by(VisitRow.n)
)

_SYMPTOM = (
    select(FaultReportRow.number)
    .where(FaultReportRow.call == bindparam("call"), FaultReportRow.symptom_recording.is_not(None))
    .order_by(FaultReportRow.id.desc())
    .limit(1)
)
_MESSAGE = (
    select(FaultReportRow.number)
    .join(TechnicianMessageRow, TechnicianMessageRow.report_id == FaultReportRow.id)
    .where(
        TechnicianMessageRow.call == bindparam("call"),
        TechnicianMessageRow.recording == FaultReportRow.technician_message,
    )
    .order_by(TechnicianMessageRow.id.desc())
    .limit(1)
)
_HEARD = select(_SYMPTOM.scalar_subquery(), _MESSAGE.scalar_subquery())


async def past_reports(fetch: Fetch, line: str, *, repair_hours: int) -> tuple[PastReport, ...]:
    """The newest reports of a line; a repair may take `repair_hours`. Raises DeskUnavailable."""
    rows = await fetch(_REPORTS, {"line": line})
    return tuple(_report(dict(row._mapping), repair_hours) for row in rows)


async def earlier_contacts(fetch: Fetch, *, caller: str, line: str, but: str) -> tuple[Contact, ...]:
    """The newest calls from this number or about this line, `but` one call. Raises DeskUnavailable."""
    rows = await fetch(_CONTACTS, {"caller": caller, "line": line, "call": but})
    return tuple(_contact(row) for row in rows)


async def keyed(fetch: Fetch, call: str) -> Keyed:
    """What was entered in this call, the last entry of each kind. Raises DeskUnavailable."""
    rows, report, heard = await asyncio.gather(
        fetch(_VISITS, {"call": call}), report_of_call(fetch, call), fetch(_HEARD, {"call": call})
    )
    symptom, message = (number or "" for number in heard[0])
    drafts = [Draft.read(row.draft) for row in rows]
    return Keyed(
        line_number=_last(drafts, "line_number"),
        contact_number=_last(drafts, "contact_number"),
        symptom_class=_last(drafts, "symptom_class"),
        symptom_recorded=bool(symptom or _last(drafts, "symptom")),
        symptom_with=symptom,
        message_recorded=bool(message or _last(drafts, "message")),
        message_with=message,
        last_step=next((row.last_step for row in reversed(rows) if row.last_step), ""),
        report=report or "",
    )


def _last(drafts: Sequence[Draft], name: str) -> str:
    return next((str(value) for draft in reversed(drafts) if (value := getattr(draft, name))), "")


def _report(row: Mapping[str, Any], repair_hours: int) -> PastReport:
    confirmed = bool(row["confirmed"])
    deadline = deadline_of(
        status=row["status"], confirmed=confirmed, created_at=row["created_at"], repair_hours=repair_hours
    )
    more = {"open": confirmed and row["status"] == ReportStatus.OPEN, "deadline": deadline}
    return PastReport(**{**row, **more, "symptom_class": row["symptom_class"] or ""})


def _contact(row: Row[Any]) -> Contact:
    return Contact(
        call=row.call,
        at=row.started_at,
        caller=row.caller,
        dialled=row.dialled,
        queue=row.queue or "",
        agent=row.agent or "",
        outcome=row.outcome or "",
    )
