"""What people at the desk do with fault reports: list, show, mend, leave the caller a message (F1.5, F1.6).

Each change is one transaction that adds to the report's history; all of them raise DeskUnavailable when
the database is slow or absent.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.answers import keep_answer
from desk.database.database import Database
from desk.errors import UnknownReport
from desk.models import FaultReportRow, ReportEventRow, ReportStatus, TechnicianMessageRow
from desk.report_states import ByHand, close_report, mend_report
from desk.voice.voice_message import take_in

_TABLE = FaultReportRow.__table__


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDetails:
    """One report with its history and voice messages; mappings by column name."""

    report: Mapping[str, Any]
    events: Sequence[Mapping[str, Any]]
    messages: Sequence[Mapping[str, Any]]


async def list_reports(
    database: Database, *, line_number: str | None = None, status: ReportStatus | None = None, limit: int = 50
) -> list[Mapping[str, Any]]:
    """The newest reports, newest first."""
    wanted = select(_TABLE).order_by(FaultReportRow.id.desc()).limit(limit)
    if line_number is not None:
        wanted = wanted.where(FaultReportRow.line_number == line_number)
    if status is not None:
        wanted = wanted.where(FaultReportRow.status == status)
    async with database.reading() as connection:
        return [dict(row) for row in (await connection.execute(wanted)).mappings()]


async def report_details(database: Database, number: str) -> ReportDetails:
    """Everything about one report. Raises UnknownReport."""
    async with database.reading() as connection:
        report = await _report(connection, number)
        events = select(ReportEventRow.__table__).where(ReportEventRow.report_id == report["id"])
        messages = select(TechnicianMessageRow.__table__).where(
            TechnicianMessageRow.report_id == report["id"]
        )
        return ReportDetails(
            report=dict(report),
            events=[dict(row) for row in (await connection.execute(events.order_by("id"))).mappings()],
            messages=[dict(row) for row in (await connection.execute(messages.order_by("id"))).mappings()],
        )


async def mend(database: Database, number: str, *, at: datetime | None = None) -> bool:
    """Mark a report mended; false: it was already. Raises UnknownReport."""
    hand = ByHand(at=at or datetime.now(UTC))
    return await database.write(lambda connection: mend_report(connection, number, hand))


async def close(database: Database, number: str, *, at: datetime | None = None) -> bool:
    """Close a report; false: it was already. Raises UnknownReport."""
    hand = ByHand(at=at or datetime.now(UTC))
    return await database.write(lambda connection: close_report(connection, number, hand))


async def leave_message(
    database: Database,
    folder: Path,
    number: str,
    source: Path,
    *,
    at: datetime | None = None,
    person: str | None = None,
    request_id: str | None = None,
) -> Path:
    """Take a sound file in as the technician's message for the caller and return where it is kept.

    `folder`: the data folder; `person`: who leaves it; `request_id`: asked again, it is kept once.
    Raises UnknownReport, BadRecording.
    """
    hand = ByHand(at=at or datetime.now(UTC), person=person)
    async with database.reading() as connection:
        await _report(connection, number)
    relative = f"recordings/{hand.at:%Y/%m/%d}/report-{number}-for-caller-{uuid4().hex[:8]}.wav"
    await asyncio.to_thread(take_in, source, folder / relative)
    kept = await database.write(
        lambda connection: keep_answer(connection, number, relative, hand, request_id)
    )
    if kept != relative:
        (folder / relative).unlink(missing_ok=True)
    return folder / kept


async def _report(connection: AsyncConnection, number: str) -> RowMapping:
    found = (await connection.execute(select(_TABLE).where(FaultReportRow.number == number))).mappings()
    report = found.first()
    if report is None:
        raise UnknownReport(number)
    return report
