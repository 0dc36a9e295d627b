"""Keys of an entry that a caller broke off by hanging up, or that was too short to be one (F1.14): kept with the call,
shown with its report.

Where the step asked for a line number or a contact number, the visit's report shows them, marked as what they are by a
column of their own: they are nobody's number. A caller who left at the line number has an unconfirmed report of
these keys alone.
"""

from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from desk.fold.change import KeepReport, SettleKeysLeft
from desk.fold.draft import LEFT, LOST, Draft
from desk.models import CallRow, FaultReportRow, VisitRow, table_of
from desk.store.reports import add_report, lock_call, report_of_call

_CALLS, _VISITS, _REPORTS = (table_of(row) for row in (CallRow, VisitRow, FaultReportRow))
_KEYS = select(_CALLS.c.keys_left).where(_CALLS.c.call == bindparam("call"))
_LAST_VISIT = select(_VISITS).where(_VISITS.c.call == bindparam("call")).order_by(_VISITS.c.n.desc()).limit(1)
_OF_VISIT = select(_REPORTS.c.number).where(_REPORTS.c.visit == bindparam("visit")).limit(1)
_OF_VOICE_BOX = (
    select(_REPORTS.c.number)
    .where(_REPORTS.c.call == bindparam("call"), _REPORTS.c.visit.is_(None))
    .where(_REPORTS.c.line_number.is_(None), _REPORTS.c.confirmed.is_(False))
    .limit(1)
)
_TAKE_OVER = update(_REPORTS).where(_REPORTS.c.number == bindparam("of_number"))
_SHOW = (
    update(_REPORTS)
    .where(_REPORTS.c.number == bindparam("of_number"))
    .values(keys_left=bindparam("keys_left"))
)

_AT_THE_LINE, _AT_THE_CONTACT = "line_number", "contact_number"


def settle_keys_left(connection: Connection, change: SettleKeysLeft, zone: ZoneInfo) -> None:
    """Show the keys with the report of the call's last visit, once both are known; again changes nothing."""
    lock_call(connection, change.call)
    keys = connection.execute(_KEYS, {"call": change.call}).scalar()
    visit = connection.execute(_LAST_VISIT, {"call": change.call}).mappings().first()
    if not keys or visit is None or visit["outcome"] not in (LEFT, LOST):
        return
    number = None
    if visit["last_step"] in (_AT_THE_LINE, _AT_THE_CONTACT):
        number = _report_of_visit(connection, visit)
    if number is None and visit["last_step"] == _AT_THE_LINE and not Draft.read(visit["draft"]).line_number:
        number = _of_voice_box(connection, visit) or add_report(
            connection, _of_keys_alone(visit, change), zone
        )
    if number is not None:
        connection.execute(_SHOW, {"of_number": number, "keys_left": keys})


def _report_of_visit(connection: Connection, visit: RowMapping) -> str | None:
    """The report that the visit stored or completed, unless it was confirmed: then these keys began something else."""
    line = Draft.read(visit["draft"]).line_number
    if line is None:
        return connection.execute(_OF_VISIT, {"visit": visit["key"]}).scalar()
    found = report_of_call(connection, visit["call"], line)
    return str(found["number"]) if found and not found["confirmed"] else None


def _of_voice_box(connection: Connection, visit: RowMapping) -> str | None:
    """What the same call has left in the voice box meanwhile, now the visit's (R3)."""
    number: str | None = connection.execute(_OF_VOICE_BOX, {"call": visit["call"]}).scalar()
    if number is not None:
        values = {"visit": visit["key"], "outcome": visit["outcome"], "last_step": visit["last_step"]}
        connection.execute(_TAKE_OVER, values | {"of_number": number})
    return number


def _of_keys_alone(visit: RowMapping, change: SettleKeysLeft) -> KeepReport:
    return KeepReport(
        call=visit["call"],
        at=change.at,
        line_number=None,
        confirmed=False,
        outcome=visit["outcome"],
        last_step=visit["last_step"],
        language=visit["language"],
        visit=visit["key"],
    )
