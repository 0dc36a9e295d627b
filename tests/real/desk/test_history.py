"""What an agent sees beside the line: its reports, earlier contacts, what was keyed (F2.2), on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from desk import history, reports
from desk.call_desk import CallDesk
from desk.desk import Desk
from tests.real.desk.rows import CONTACT, LINE, SECOND_LINE, confirmed_report, end, enter, stored, visit

pytestmark = pytest.mark.real

START = datetime(2026, 1, 1, tzinfo=UTC)


def call(desk: Desk, name: str, caller: str, minutes: int, *, agent: str = "") -> None:
    """A call at a certain time."""
    at = START + timedelta(minutes=minutes)
    desk.call_log.started(name, caller=caller, dialled="112", at=at)
    if agent:
        desk.call_log.connected(name, agent, waited_seconds=1.0)
    desk.call_log.ended(name, cause=16, outcome="answered", at=at)


async def test_the_reports_of_a_line_the_newest_first(desk: Desk) -> None:
    mended = await confirmed_report(desk, call="c-old")
    await reports.mend(desk.database, mended)
    unconfirmed = visit(desk, "c-left")
    enter(unconfirmed)
    end(unconfirmed)
    newest = await confirmed_report(desk, call="c-new")
    await confirmed_report(desk, line=SECOND_LINE, call="c-other")
    await stored(desk)
    found = await history.past_reports(desk.fetch, LINE, repair_hours=24)
    assert [(r.open, r.confirmed, r.status) for r in found] == [
        (True, True, "open"),
        (False, False, "open"),
        (False, True, "mended"),
    ]
    assert (found[0].number, found[-1].number) == (newest, mended)
    assert found[-1].mended_at is not None
    assert [r.deadline and r.deadline - r.created_at for r in found] == [timedelta(hours=24), None, None]
    assert await history.past_reports(desk.fetch, "5550001", repair_hours=24) == ()


async def test_earlier_contacts_of_the_caller_and_of_the_line(desk: Desk) -> None:
    """By the number that calls, by a report of the line, by a repeat of it; never the call itself, nor another's."""
    call(desk, "c-before", CONTACT, 1, agent="8001")
    call(desk, "c-reported", "55500177", 2)
    await confirmed_report(desk, call="c-reported")
    call(desk, "c-repeated", "55500178", 3)
    repeats = visit(desk, "c-repeated")
    view = await repeats.look_up(LINE)
    assert view.open_report is not None
    repeats.keyed("line_number", LINE)
    repeats.repeated(view.open_report)
    end(repeats, "repeat")
    call(desk, "c-stranger", "55500179", 4)
    call(desk, "c-now", CONTACT, 5)
    await stored(desk)
    found = await history.earlier_contacts(desk.fetch, caller=CONTACT, line=LINE, but="c-now")
    assert [(contact.call, contact.agent) for contact in found] == [
        ("c-repeated", ""),
        ("c-reported", ""),
        ("c-before", "8001"),
    ]
    assert found[-1].outcome == "answered"


async def test_callers_who_withhold_their_number_have_no_contacts_in_common(desk: Desk) -> None:
    call(desk, "c-withheld", "", 1)
    await stored(desk)
    assert await history.earlier_contacts(desk.fetch, caller="", line="", but="c-now") == ()


async def test_at_most_twenty_of_each(desk: Desk) -> None:
    for number in range(25):
        call(desk, f"c{number}", CONTACT, number)
    await stored(desk)
    found = await history.earlier_contacts(desk.fetch, caller=CONTACT, line=LINE, but="c24")
    assert [contact.call for contact in found] == [f"c{number}" for number in range(23, 3, -1)]


async def test_what_was_keyed_in_this_call(desk: Desk) -> None:
    """The last entry of each kind, over all visits of the call."""
    first = visit(desk, "c-now")
    first.keyed("line_number", SECOND_LINE)
    end(first, "agent", "V2")
    second = visit(desk, "c-now")
    enter(second)
    second.keyed("symptom_class", "2")
    number = await second.confirm()
    end(second, "agent", "V6")
    await stored(desk)
    found = await history.keyed(desk.fetch, "c-now")
    assert (found.line_number, found.contact_number, found.symptom_class) == (LINE, CONTACT, "2")
    assert (found.symptom_recorded, found.message_recorded, found.last_step) == (True, False, "V6")
    assert (found.report, found.symptom_with, found.message_with) == (number, number, "")
    assert await history.keyed(desk.fetch, "c-unknown") == history.Keyed()


async def test_with_which_report_the_callers_words_are_heard(desk: Desk) -> None:
    """F2.2: the symptom with what the visit left, confirmed or not; a message with the report that still has it."""
    earlier = await confirmed_report(desk)
    left = visit(desk, "c-now")
    enter(left, SECOND_LINE)
    end(left)
    again = visit(desk, "c-now")
    leave_message(again, earlier)
    end(again, "repeat")
    await stored(desk)
    found = await history.keyed(desk.fetch, "c-now")
    (unconfirmed,) = await history.past_reports(desk.fetch, SECOND_LINE, repair_hours=24)
    assert (found.symptom_with, found.message_with) == (unconfirmed.number, earlier)
    assert (found.symptom_recorded, found.message_recorded, found.report) == (True, True, "")
    newer = visit(desk, "c-newer")
    leave_message(newer, earlier)
    end(newer, "repeat")
    await stored(desk)
    assert (await history.keyed(desk.fetch, "c-now")).message_with == ""


def leave_message(visit: CallDesk, report: str) -> None:
    """A voice message for the technician of a report, kept."""
    take = visit.take_path("message")
    visit.recorded("message", take, 2.5)
    visit.keep_message(report, take)


async def test_contacts_are_found_by_an_index(desk: Desk) -> None:
    """A pop waits 50 ms for the database, however many calls there were."""
    explain = "EXPLAIN QUERY PLAN" if desk.database.is_sqlite else "EXPLAIN"
    statement = "SELECT call FROM calls WHERE caller = '1' ORDER BY started_at DESC LIMIT 20"
    async with desk.database.reading() as connection:
        if not desk.database.is_sqlite:
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = " ".join(str(row) for row in await connection.execute(text(f"{explain} {statement}")))
    assert "ix_calls_caller_started_at" in plan
