"""The technician's word for the caller (F1.6): the newest message of a report is what the next caller hears."""

from sqlalchemy import Connection, insert, select, update

from desk.models import FaultReportRow, ReportEventRow, TechnicianMessageRow, table_of
from desk.report_states import ByHand, locked_report, note_event

_REPORTS, _EVENTS, _MESSAGES = (
    table_of(row) for row in (FaultReportRow, ReportEventRow, TechnicianMessageRow)
)


def keep_answer(
    connection: Connection, number: str, recording: str, hand: ByHand, request_id: str | None
) -> str:
    """Keep a message and return its recording: the one that the same request has kept before, if it has.

    `recording`: path relative to the data folder. Raises UnknownReport.
    """
    report = locked_report(connection, number)
    done = select(_EVENTS.c.data).where(_EVENTS.c.request_id == request_id)
    before = connection.execute(done).scalar() if request_id is not None else None
    if before is not None:
        return str(before["recording"])
    changed = {"message_for_caller": recording, "version": report["version"] + 1}
    connection.execute(update(_REPORTS).where(_REPORTS.c.id == report["id"]).values(changed))
    message = {"report_id": report["id"], "call": None, "recording": recording, "created_at": hand.at}
    connection.execute(insert(_MESSAGES).values(**message, for_caller=True, kept=True))
    note_event(connection, report["id"], "answer_kept", hand, {"recording": recording}, request_id)
    return recording
