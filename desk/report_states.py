"""Changing a report's state by hand: mended, closed; each once, and never over what one has not seen (F1.5, F3.2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from desk.errors import ReportChanged, UnknownReport
from desk.models import FaultReportRow, ReportEventRow, ReportStatus, table_of

_REPORTS, _EVENTS = table_of(FaultReportRow), table_of(ReportEventRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Who changes something, when, why; `version`: the report's as it was seen, None: whatever it is."""

    at: datetime
    person: str | None = None
    version: int | None = None
    note: str = ""


def mend_report(connection: Connection, number: str, hand: ByHand) -> bool:
    """From now on callers hear that the line works; false: it was mended or closed already.

    Raises UnknownReport, ReportChanged.
    """
    values = {"status": ReportStatus.MENDED, "mended_at": hand.at}
    return _change(connection, number, hand, "mended", values, {ReportStatus.OPEN})


def close_report(connection: Connection, number: str, hand: ByHand) -> bool:
    """Nothing is left to be done; false: it was closed already. Raises UnknownReport, ReportChanged."""
    values = {"status": ReportStatus.CLOSED, "closed_at": hand.at}
    return _change(connection, number, hand, "closed", values, {ReportStatus.OPEN, ReportStatus.MENDED})


def locked_report(connection: Connection, number: str) -> RowMapping:
    """The report, nobody else's to change until the transaction ends. Raises UnknownReport."""
    wanted = select(_REPORTS).where(_REPORTS.c.number == number)
    if connection.dialect.name != "sqlite":
        wanted = wanted.with_for_update()
    report = connection.execute(wanted).mappings().first()
    if report is None:
        raise UnknownReport(number)
    return report


def note_event(
    connection: Connection,
    report_id: int,
    kind: str,
    hand: ByHand,
    data: dict[str, Any],
    request_id: str | None = None,
) -> None:
    """Add to the report's history."""
    event = {"report_id": report_id, "kind": kind, "at": hand.at, "call": None, "data": data}
    connection.execute(insert(_EVENTS).values(**event, person=hand.person, request_id=request_id))


def _change(
    connection: Connection,
    number: str,
    hand: ByHand,
    kind: str,
    values: dict[str, Any],
    before: set[ReportStatus],
) -> bool:
    report = locked_report(connection, number)
    if report["status"] not in before:
        return False
    if hand.version is not None and report["version"] != hand.version:
        raise ReportChanged(number)
    changed = {**values, "version": report["version"] + 1}
    connection.execute(update(_REPORTS).where(_REPORTS.c.id == report["id"]).values(changed))
    note_event(connection, report["id"], kind, hand, {"note": hand.note} if hand.note else {})
    return True
