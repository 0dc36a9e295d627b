"""A call-back that was promised and came to nothing is an unconfirmed report, once."""

from datetime import UTC, datetime

from cti.desk_records import DeskRecords
from cti.floor import events as e
from cti.floor.apply import apply
from cti.floor.state import Callback, Floor
from cti.record_facts import facts_of
from desk.desk import Desk
from desk.models import CallRow, FaultReportRow
from tests.real.desk.rows import CONTACT, LINE, rows, stored

CALL = "node1-1700000000.7"
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


async def test_a_customer_whom_nobody_reached_is_told_to_people(desk: Desk) -> None:
    records, floor = DeskRecords(desk.call_log, "node1"), Floor()
    desk.call_log.started(CALL, caller=CONTACT, dialled="112", at=AT)
    left = Callback(
        id=CALL, queue="junior", number=CONTACT, since_at=AT.timestamp(), line_number=LINE, language="en"
    )
    floor.callbacks[CALL] = left
    over = e.CallbackOver(at=AT.timestamp() + 900, mono=900.0, callback=CALL, result="failed")
    for _ in range(2):  # whoever says it again says nothing new
        for fact in facts_of(over, apply(floor, over), floor):
            records.take(fact)
    await stored(desk)
    [report] = await rows(desk.database, FaultReportRow)
    assert (report["line_number"], report["contact_number"]) == (LINE, CONTACT)
    assert (report["confirmed"], report["outcome"], report["language"]) == (False, "callback_failed", "en")
    [call] = await rows(desk.database, CallRow)
    assert (call["call"], call["caller"], call["dialled"]) == (CALL, CONTACT, "112")
