"""Writing what agents do with fault reports: each request once, one report a call and line (F2.5-F2.7)."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from desk.fold.change import ByAgent, TakeRepeat, TakeReport, TakeSupplement
from desk.models import FaultReportRow, ReportEventRow, ReportStatus, table_of
from desk.models.fault_report import Handling
from desk.store.report_number import next_report_number
from desk.store.reports import lock_call, repeated_by_call, report_of_call

_REPORTS, _EVENTS = table_of(FaultReportRow), table_of(ReportEventRow)
# Built once: building a statement costs more than running it.
_DONE = (
    select(_REPORTS.c.number)
    .join(_EVENTS, _EVENTS.c.report_id == _REPORTS.c.id)
    .where(_EVENTS.c.request_id == bindparam("request"))
)
_BY_NUMBER = select(_REPORTS).where(_REPORTS.c.number == bindparam("number"))
_ADD = insert(_REPORTS).returning(_REPORTS.c.id)
_CHANGE = update(_REPORTS).where(_REPORTS.c.id == bindparam("of_id")).values(version=_REPORTS.c.version + 1)
_COUNT = (
    update(_REPORTS)
    .where(_REPORTS.c.id == bindparam("of_id"))
    .values(repeat_count=_REPORTS.c.repeat_count + 1)
)
_ADD_EVENT = insert(_EVENTS)

AGENT = "agent"
"""Outcome and last step of a report that an agent took down."""


def take_report(connection: Connection, change: TakeReport, zone: ZoneInfo) -> str:
    """Store an agent's report and return its number; asked again, the number that it has."""
    if done := _done(connection, change):
        return done
    found = None
    if change.call:
        lock_call(connection, change.call)
        found = report_of_call(connection, change.call, change.line_number)
    if found is not None and found["confirmed"]:
        words = {"note": change.note, "answer": change.answer, "handling": change.handling}
        _event(connection, found["id"], "supplemented", change, words)
        return str(found["number"])
    report_id, number = _completed(connection, change, found) if found else _added(connection, change, zone)
    words = {"note": change.note, "answer": change.answer, "handling": change.handling}
    _event(connection, report_id, "taken", change, words)
    return number


def take_repeat(connection: Connection, change: TakeRepeat) -> str:
    """Note a repeat and what was told; counted on an open report, once a call (F1.6, F2.5)."""
    if done := _done(connection, change):
        return done
    report = _report(connection, change.report)
    counted = report["status"] == ReportStatus.OPEN and not (
        change.call and repeated_by_call(connection, change.report, change.call)
    )
    if counted:
        connection.execute(_COUNT, {"of_id": report["id"]})
    words = {"note": change.note, "told": change.told, "counted": counted}
    _event(connection, report["id"], "repeated", change, words)
    return change.report


def take_supplement(connection: Connection, change: TakeSupplement) -> str:
    """Add to a report (F2.6)."""
    if done := _done(connection, change):
        return done
    report = _report(connection, change.report)
    connection.execute(_CHANGE, {"of_id": report["id"], "handling": change.handling})
    words = {"note": change.note, "answer": change.answer, "handling": change.handling}
    _event(connection, report["id"], "supplemented", change, words)
    return change.report


def _added(connection: Connection, change: TakeReport, zone: ZoneInfo) -> tuple[int, str]:
    number = next_report_number(connection, change.at, zone)
    values = _entered(change) | {
        "number": number,
        "line_number": change.line_number,
        "language": change.language,
        "outcome": AGENT,
        "last_step": AGENT,
        "created_at": change.at,
        "call": change.call,
        "contact_number": change.contact_number,
        "symptom_class": change.symptom_class,
    }
    return int(connection.execute(_ADD, values).scalar_one()), number


def _completed(connection: Connection, change: TakeReport, found: RowMapping) -> tuple[int, str]:
    """What the caller left unconfirmed in the automatic flow: number, recording and keys stay."""
    values = _entered(change) | {"outcome": AGENT}
    for name in ("contact_number", "symptom_class"):
        if getattr(change, name):
            values[name] = getattr(change, name)
    connection.execute(_CHANGE, values | {"of_id": found["id"]})
    return int(found["id"]), str(found["number"])


def _entered(change: TakeReport) -> dict[str, Any]:
    settled = change.handling == Handling.ANSWERED
    return {
        "confirmed": True,
        "status": ReportStatus.CLOSED if settled else ReportStatus.OPEN,
        "closed_at": change.at if settled else None,
        "taken_by": change.person,
        "handling": change.handling,
        "note": change.note,
        "answer": change.answer,
    }


def _done(connection: Connection, change: ByAgent) -> str | None:
    """Number of the report that this request has led to."""
    return connection.execute(_DONE, {"request": change.request}).scalar()


def _report(connection: Connection, number: str) -> RowMapping:
    report: RowMapping = connection.execute(_BY_NUMBER, {"number": number}).mappings().one()
    return report


def _event(connection: Connection, report_id: int, kind: str, change: ByAgent, data: dict[str, Any]) -> None:
    event = {"report_id": report_id, "kind": kind, "at": change.at, "call": change.call or None}
    event |= {"data": data, "person": change.person, "request_id": change.request}
    connection.execute(_ADD_EVENT, event)
