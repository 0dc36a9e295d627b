"""Writing fault reports, their history and voice messages. One report a call and line, never two."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from desk.fold.change import CountRepeat, KeepMessage, KeepReport, KeepVoicemail, NoteTruncated
from desk.models import CallRow, FaultReportRow, ReportEventRow, TechnicianMessageRow, table_of
from desk.store.report_number import next_report_number

_REPORTS, _EVENTS, _MESSAGES = (
    table_of(row) for row in (FaultReportRow, ReportEventRow, TechnicianMessageRow)
)
# Built once: building a statement costs more than running it.
_LOCK = select(CallRow.call).where(CallRow.call == bindparam("call")).with_for_update()
_NEWEST = select(_REPORTS).where(_REPORTS.c.call == bindparam("call")).order_by(_REPORTS.c.id.desc()).limit(1)
_NEWEST_OF_LINE = _NEWEST.where(_REPORTS.c.line_number == bindparam("line"))
_WITHOUT_LINE = _NEWEST.where(_REPORTS.c.line_number.is_(None), _REPORTS.c.confirmed.is_(False))
_BY_NUMBER = select(_REPORTS).where(_REPORTS.c.number == bindparam("number"))
_ADD = insert(_REPORTS).returning(_REPORTS.c.id)
_CHANGE = update(_REPORTS).where(_REPORTS.c.id == bindparam("of_id"))
_COUNT_REPEAT = (
    update(_REPORTS)
    .where(_REPORTS.c.number == bindparam("of_number"))
    .values(repeat_count=_REPORTS.c.repeat_count + 1)
    .returning(_REPORTS.c.id)
)
_REPEATED_BY = (
    select(_EVENTS.c.id)
    .join(_REPORTS, _REPORTS.c.id == _EVENTS.c.report_id)
    .where(_REPORTS.c.number == bindparam("number"), _EVENTS.c.kind == "repeated")
    .where(_EVENTS.c.call == bindparam("call"))
    .limit(1)
)
_ADD_EVENT = insert(_EVENTS)
_ADD_MESSAGE = insert(_MESSAGES)
_RECORDINGS = select(_MESSAGES.c.recording).where(_MESSAGES.c.report_id == bindparam("report_id"))

_SPOKEN = select(_REPORTS.c.id).where(_REPORTS.c.symptom_recording == bindparam("recording"))
_SPOKEN_TO_TECHNICIAN = select(_MESSAGES.c.report_id).where(_MESSAGES.c.recording == bindparam("recording"))
_TRUNCATED = select(_EVENTS.c.data).where(
    _EVENTS.c.report_id == bindparam("report_id"), _EVENTS.c.kind == "recording_truncated"
)

_ENTERED = ("contact_number", "symptom_class", "symptom_recording")


def keep_report(connection: Connection, change: KeepReport, zone: ZoneInfo) -> str:
    """Store or complete a report and return its number."""
    lock_call(connection, change.call)
    found = report_of_call(connection, change.call, change.line_number) or _without_line(connection, change)
    if found is None:
        return add_report(connection, change, zone)
    if found["confirmed"] and not change.confirmed:
        return str(found["number"])
    values: dict[str, Any] = {name: getattr(change, name) for name in _ENTERED if getattr(change, name)}
    if found["visit"] is None:
        _take_over(connection, change, found)
        values |= {"line_number": change.line_number, "visit": change.visit}
    values |= {"outcome": change.outcome, "last_step": change.last_step, "language": change.language}
    if change.confirmed and not found["confirmed"]:
        values |= {"confirmed": True, "visit": change.visit}
        _event(connection, found["id"], "confirmed", change.at, change.call)
    connection.execute(_CHANGE, values | {"of_id": found["id"]})
    return str(found["number"])


def _without_line(connection: Connection, change: KeepReport) -> RowMapping | None:
    """What the same call left in the voice box, adopted before it was known which line the call is about."""
    return connection.execute(_WITHOUT_LINE, {"call": change.call}).mappings().first()


def _take_over(connection: Connection, change: KeepReport, found: RowMapping) -> None:
    """A voice box's report becomes the visit's: its recording stays, as a message where there is a symptom."""
    spoken = found["symptom_recording"]
    if spoken and change.symptom_recording:
        message = KeepMessage(
            call=change.call, at=change.at, recording=spoken, kept=True, report=found["number"]
        )
        keep_message(connection, message)


def add_report(connection: Connection, change: KeepReport, zone: ZoneInfo) -> str:
    """Store a new report, whatever the call has stored already, and return its number."""
    number = next_report_number(connection, change.at, zone)
    values = {
        "number": number,
        "line_number": change.line_number,
        "confirmed": change.confirmed,
        "language": change.language,
        "outcome": change.outcome,
        "last_step": change.last_step,
        "created_at": change.at,
        "call": change.call,
        "visit": change.visit,
    }
    added = connection.execute(_ADD, values | {name: getattr(change, name) for name in _ENTERED})
    kind = "confirmed" if change.confirmed else "kept_unconfirmed"
    _event(connection, added.scalar_one(), kind, change.at, change.call)
    return number


def count_repeat(connection: Connection, change: CountRepeat) -> None:
    """Count a repeat report on the open one (F1.6), once for each call that repeats it."""
    if repeated_by_call(connection, change.report, change.call):
        return
    counted = connection.execute(_COUNT_REPEAT, {"of_number": change.report})
    _event(connection, counted.scalar_one(), "repeated", change.at, change.call)


def repeated_by_call(connection: Connection, number: str, call: str) -> bool:
    """Whether this call has repeated the report already."""
    repeated = {"number": number, "call": call}
    return connection.execute(_REPEATED_BY, repeated).first() is not None


def keep_message(connection: Connection, change: KeepMessage) -> None:
    """Keep a voice message, attached to its report where there is one (F1.6, F1.12)."""
    found = _report_for(connection, change)
    message = {
        "report_id": found["id"] if found else None,
        "call": change.call,
        "recording": change.recording,
        "for_caller": change.for_caller,
        "kept": change.kept,
        "created_at": change.at,
    }
    connection.execute(_ADD_MESSAGE, message)
    if found is None or not change.kept:
        return
    column = "message_for_caller" if change.for_caller else "technician_message"
    connection.execute(_CHANGE, {"of_id": found["id"], column: change.recording})
    kind = "answer_kept" if change.for_caller else "message_kept"
    _event(connection, found["id"], kind, change.at, change.call, {"recording": change.recording})


def keep_voicemail(connection: Connection, change: KeepVoicemail, zone: ZoneInfo) -> str:
    """Store a voicemail as an unconfirmed report, or add it to what the same call has left already."""
    lock_call(connection, change.call)
    found = report_of_call(connection, change.call, change.line_number)
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
        return add_report(connection, report, zone)
    if change.recording and change.recording not in _recordings(connection, found):
        message = KeepMessage(
            call=change.call, at=change.at, recording=change.recording, kept=True, report=found["number"]
        )
        keep_message(connection, message)
    return str(found["number"])


def note_truncated(connection: Connection, change: NoteTruncated) -> None:
    """Note it once with the report that the recording belongs to; one that was recorded anew belongs to none."""
    of = {"recording": change.recording}
    found = connection.execute(_SPOKEN, of).scalar() or connection.execute(_SPOKEN_TO_TECHNICIAN, of).scalar()
    if found is None:
        return
    noted = connection.execute(_TRUNCATED, {"report_id": found}).scalars()
    if change.recording not in {data["recording"] for data in noted}:
        _event(connection, found, "recording_truncated", change.at, change.call, of)


def _recordings(connection: Connection, report: RowMapping) -> set[str]:
    messages = connection.execute(_RECORDINGS, {"report_id": report["id"]}).scalars()
    return {*messages, report["symptom_recording"] or ""}


def _report_for(connection: Connection, change: KeepMessage) -> RowMapping | None:
    if change.report:
        return connection.execute(_BY_NUMBER, {"number": change.report}).mappings().first()
    return report_of_call(connection, change.call, change.line_number)


def report_of_call(connection: Connection, call: str, line: str | None) -> RowMapping | None:
    """The newest report of the call on that line; no line: of the call on any line."""
    found = (
        connection.execute(_NEWEST, {"call": call})
        if line is None
        else connection.execute(_NEWEST_OF_LINE, {"call": call, "line": line})
    )
    return found.mappings().first()


def lock_call(connection: Connection, call: str) -> None:
    """Two services that store a report of the same call do it one after the other; SQLite's writers do anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"call": call})


def _event(
    connection: Connection,
    report_id: int,
    kind: str,
    at: datetime,
    call: str | None,
    data: dict[str, Any] | None = None,
) -> None:
    event = {"report_id": report_id, "kind": kind, "at": at, "call": call, "data": data or {}}
    connection.execute(_ADD_EVENT, event)
