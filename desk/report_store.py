"""Writing fault reports, their history and voice messages. One report a call and line, never two."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.change import CountRepeat, KeepMessage, KeepReport, KeepVoicemail
from desk.models import CallRow, FaultReportRow, ReportEventRow, TechnicianMessageRow
from desk.report_number import next_report_number

_ENTERED = ("contact_number", "symptom_class", "symptom_recording")


async def keep_report(connection: AsyncConnection, change: KeepReport, zone: ZoneInfo) -> str:
    """Store or complete a report and return its number."""
    await _lock_call(connection, change.call)
    found = await _report_of_call(connection, change.call, change.line_number)
    if found is None:
        return await _add(connection, change, zone)
    if found["confirmed"] and not change.confirmed:
        return str(found["number"])
    values: dict[str, Any] = {name: getattr(change, name) for name in _ENTERED if getattr(change, name)}
    values |= {"outcome": change.outcome, "last_step": change.last_step, "language": change.language}
    if change.confirmed and not found["confirmed"]:
        values |= {"confirmed": True, "visit": change.visit}
        await _event(connection, found["id"], "confirmed", change.at, change.call)
    await connection.execute(update(FaultReportRow).where(FaultReportRow.id == found["id"]).values(values))
    return str(found["number"])


async def _add(connection: AsyncConnection, change: KeepReport, zone: ZoneInfo) -> str:
    number = await next_report_number(connection, change.at, zone)
    values = {name: getattr(change, name) for name in _ENTERED}
    added = await connection.execute(
        insert(FaultReportRow)
        .values(
            number=number,
            line_number=change.line_number,
            confirmed=change.confirmed,
            language=change.language,
            outcome=change.outcome,
            last_step=change.last_step,
            created_at=change.at,
            call=change.call,
            visit=change.visit,
            **values,
        )
        .returning(FaultReportRow.id)
    )
    kind = "confirmed" if change.confirmed else "kept_unconfirmed"
    await _event(connection, added.scalar_one(), kind, change.at, change.call)
    return number


async def count_repeat(connection: AsyncConnection, change: CountRepeat) -> None:
    """Count a repeat report on the open one (F1.6), once for each call that repeats it."""
    if await _repeated_by(connection, change):
        return
    counted = await connection.execute(
        update(FaultReportRow)
        .where(FaultReportRow.number == change.report)
        .values(repeat_count=FaultReportRow.repeat_count + 1)
        .returning(FaultReportRow.id)
    )
    report_id = counted.scalar_one()
    await _event(connection, report_id, "repeated", change.at, change.call)


async def _repeated_by(connection: AsyncConnection, change: CountRepeat) -> bool:
    before = (
        select(ReportEventRow.id)
        .join(FaultReportRow, FaultReportRow.id == ReportEventRow.report_id)
        .where(
            FaultReportRow.number == change.report,
            ReportEventRow.kind == "repeated",
            ReportEventRow.call == change.call,
        )
    )
    return (await connection.execute(before.limit(1))).first() is not None


async def keep_message(connection: AsyncConnection, change: KeepMessage) -> None:
    """Keep a voice message, attached to its report where there is one (F1.6, F1.12)."""
    found = await _report_for(connection, change)
    await connection.execute(
        insert(TechnicianMessageRow).values(
            report_id=found["id"] if found else None,
            call=change.call,
            recording=change.recording,
            for_caller=change.for_caller,
            kept=change.kept,
            created_at=change.at,
        )
    )
    if found is None or not change.kept:
        return
    column = "message_for_caller" if change.for_caller else "technician_message"
    await connection.execute(
        update(FaultReportRow).where(FaultReportRow.id == found["id"]).values({column: change.recording})
    )
    kind = "answer_kept" if change.for_caller else "message_kept"
    data = {"recording": change.recording}
    await _event(connection, found["id"], kind, change.at, change.call, data)


async def keep_voicemail(connection: AsyncConnection, change: KeepVoicemail, zone: ZoneInfo) -> str:
    """Store a voicemail as an unconfirmed report, or add it to what the same call has left already."""
    await _lock_call(connection, change.call)
    found = await _report_of_call(connection, change.call, change.line_number)
    report = KeepReport(
        call=change.call,
        at=change.at,
        line_number=change.line_number,
        confirmed=False,
        outcome="voicemail",
        last_step="voicemail",
        language=change.language,
        contact_number=change.contact_number,
        symptom_recording=change.recording,
    )
    if found is None:
        return await _add(connection, report, zone)
    if change.recording and change.recording not in await _recordings(connection, found):
        message = KeepMessage(
            call=change.call, at=change.at, recording=change.recording, kept=True, report=found["number"]
        )
        await keep_message(connection, message)
    return str(found["number"])


async def _recordings(connection: AsyncConnection, report: RowMapping) -> set[str]:
    messages = select(TechnicianMessageRow.recording).where(TechnicianMessageRow.report_id == report["id"])
    return {*(await connection.execute(messages)).scalars(), report["symptom_recording"] or ""}


async def _report_for(connection: AsyncConnection, change: KeepMessage) -> RowMapping | None:
    if change.report:
        by_number = select(FaultReportRow.__table__).where(FaultReportRow.number == change.report)
        return (await connection.execute(by_number)).mappings().first()
    return await _report_of_call(connection, change.call, change.line_number)


async def _report_of_call(connection: AsyncConnection, call: str, line: str | None) -> RowMapping | None:
    """The newest report of the call on that line; no line: of the call on any line."""
    wanted = select(FaultReportRow.__table__).where(FaultReportRow.call == call)
    if line is not None:
        wanted = wanted.where(FaultReportRow.line_number == line)
    return (await connection.execute(wanted.order_by(FaultReportRow.id.desc()).limit(1))).mappings().first()


async def _lock_call(connection: AsyncConnection, call: str) -> None:
    """Two services that store a report of the same call do it one after the other (no-op on SQLite)."""
    await connection.execute(select(CallRow.call).where(CallRow.call == call).with_for_update())


async def _event(
    connection: AsyncConnection,
    report_id: int,
    kind: str,
    at: datetime,
    call: str | None,
    data: dict[str, Any] | None = None,
) -> None:
    await connection.execute(
        insert(ReportEventRow).values(report_id=report_id, kind=kind, at=at, call=call, data=data or {})
    )
