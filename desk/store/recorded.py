"""Which fault report a recorded conversation was about (H4): noted whichever of the two is stored later."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from desk.fold.change import (
    Change,
    CountRepeat,
    KeepReport,
    KeepVoicemail,
    TakeRepeat,
    TakeReport,
    TakeSupplement,
)
from desk.models import ConversationRow, FaultReportRow, RecordingRow, ReportEventRow, table_of

_REPORTS, _EVENTS, _RECORDINGS, _CONVERSATIONS = (
    table_of(row) for row in (FaultReportRow, ReportEventRow, RecordingRow, ConversationRow)
)
_ABOUT = ("confirmed", "kept_unconfirmed", "taken", "repeated", "supplemented")
# Built once: building a statement costs more than running it.
_LINE = select(_REPORTS.c.line_number).where(_REPORTS.c.number == bindparam("number")).scalar_subquery()
_NOTE = (
    update(_RECORDINGS)
    .where(_RECORDINGS.c.call == bindparam("of_call"))
    .values(report=bindparam("number"), line_number=func.coalesce(_RECORDINGS.c.line_number, _LINE))
)
_NOTE_FIRST = _NOTE.where(_RECORDINGS.c.report.is_(None))
_SAID = (
    select(_CONVERSATIONS.c.report)
    .where(_CONVERSATIONS.c.call == bindparam("of_call"), _CONVERSATIONS.c.report.is_not(None))
    .order_by(_CONVERSATIONS.c.noted_at.desc())
    .limit(1)
)
_STORED = (
    select(_REPORTS.c.number)
    .join(_EVENTS, _EVENTS.c.report_id == _REPORTS.c.id)
    .where(_EVENTS.c.call == bindparam("of_call"), _EVENTS.c.kind.in_(_ABOUT))
    .order_by(_EVENTS.c.person.is_not(None).desc(), _EVENTS.c.id.desc())
    .limit(1)
)
_LINE_OF = select(_REPORTS.c.line_number).where(_REPORTS.c.number == bindparam("number"))


def note_report(connection: Connection, call: str, number: str, *, by_agent: bool) -> None:
    """The call's recordings that are archived already are about this report; what an agent says goes over the rest."""
    statement = _NOTE if by_agent else _NOTE_FIRST
    connection.execute(statement, {"of_call": call, "number": number})


def note_change(connection: Connection, change: Change, number: str | None) -> None:
    """The same for whatever was done to a report; `number`: of the one that it led to."""
    match change:
        case TakeReport() | TakeRepeat() | TakeSupplement():
            if number and change.call:
                note_report(connection, change.call, number, by_agent=True)
        case KeepReport() | KeepVoicemail():
            if number:
                note_report(connection, change.call, number, by_agent=False)
        case CountRepeat():
            note_report(connection, change.call, change.report, by_agent=False)


def about_call(connection: Connection, call: str) -> dict[str, Any]:
    """Report and line that a call was about, as columns of its recording; nothing where none is stored yet.

    What an agent said at wrap-up counts first, then what an agent did last, then the automatic flow.
    """
    of = {"of_call": call}
    number = connection.execute(_SAID, of).scalar() or connection.execute(_STORED, of).scalar()
    if number is None:
        return {}
    return {"report": number, "line_number": connection.execute(_LINE_OF, {"number": number}).scalar()}
