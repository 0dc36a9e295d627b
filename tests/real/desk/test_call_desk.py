"""The desk as a dialog sees it, on SQLite and on PostgreSQL (F1.6, F1.9-F1.14)."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.desk import Desk
from desk.models import (
    CallRow,
    FaultReportRow,
    ReportEventRow,
    TechnicianMessageRow,
    VisitRow,
)
from tests.real.desk.rows import CONTACT, LINE, SECOND_LINE, confirmed_report, end, enter, rows, stored, visit

pytestmark = pytest.mark.real


async def test_confirmed(desk: Desk) -> None:
    """F1.11: stored, and the number is there to be read out; F1.14: with everything about it."""
    caller = visit(desk)
    take = enter(caller)
    caller.keyed("symptom_class", "2")
    number = await caller.confirm()
    assert re.fullmatch(r"\d{6}0001", number)
    end(caller, "reported", "V11")
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    expected = {
        "number": number, "line_number": LINE, "contact_number": CONTACT, "confirmed": True, "status": "open",
        "repeat_count": 0, "language": "zh", "outcome": "reported", "last_step": "V11",
        "call": "node1-1700000000.1", "symptom_class": "2",
        "symptom_recording": take.relative_to(desk.folder).as_posix(), "technician_message": None,
    }  # fmt: skip
    assert {name: report[name] for name in expected} == expected
    assert abs(report["created_at"] - datetime.now(UTC)) < timedelta(minutes=5)
    events = await rows(desk.database, ReportEventRow)
    assert [event["kind"] for event in events] == ["confirmed"]


async def test_confirmed_twice_is_one_report(desk: Desk) -> None:
    caller = visit(desk)
    enter(caller)
    assert await caller.confirm() == await caller.confirm()
    assert len(await rows(desk.database, FaultReportRow)) == 1


async def test_unconfirmed_then_confirmed_in_the_same_call(desk: Desk) -> None:
    """F1.10: kept unconfirmed; a later visit of the same call upgrades it."""
    first = visit(desk)
    enter(first)
    end(first, "not_confirmed", "V6")
    await stored(desk)
    (unconfirmed,) = await rows(desk.database, FaultReportRow)
    assert (unconfirmed["confirmed"], unconfirmed["outcome"]) == (False, "not_confirmed")
    assert (await first.look_up(LINE)).open_report is None
    second = visit(desk)
    enter(second)
    number = await second.confirm()
    end(second, "reported")
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    assert (report["number"], report["confirmed"]) == (number, True) == (unconfirmed["number"], True)
    assert report["outcome"] == "reported"
    events = await rows(desk.database, ReportEventRow)
    assert [event["kind"] for event in events] == ["kept_unconfirmed", "confirmed"]


async def test_left_after_a_confirmed_report_of_the_same_call(desk: Desk) -> None:
    """Entering the same line again and leaving takes nothing back."""
    first = visit(desk)
    enter(first)
    await first.confirm()
    end(first, "reported")
    second = visit(desk)
    second.keyed("line_number", LINE)
    end(second, "left", "V2")
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    assert (report["confirmed"], report["outcome"], report["contact_number"]) == (True, "reported", CONTACT)


async def test_two_lines_in_one_call_are_two_reports(desk: Desk) -> None:
    caller = visit(desk)
    enter(caller)
    first = await caller.confirm()
    enter(caller, SECOND_LINE)
    assert await caller.confirm() != first
    assert [row["line_number"] for row in await rows(desk.database, FaultReportRow)] == [LINE, SECOND_LINE]


async def test_repeats(desk: Desk) -> None:
    """F1.6: found while open, counted one by one."""
    number = await confirmed_report(desk)
    for count in range(4):
        caller = visit(desk, f"c-repeat-{count}")
        caller.keyed("line_number", LINE)
        found = (await caller.look_up(LINE)).open_report
        assert found is not None
        assert (found.number, found.repeat_count, found.message_for_caller) == (number, count, None)
        caller.repeated(found)
        end(caller, "repeat")
        await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    assert report["repeat_count"] == 4
    events = await rows(desk.database, ReportEventRow)
    assert [event["kind"] for event in events] == ["confirmed", *["repeated"] * 4]
    assert [event["call"] for event in events[1:]] == [f"c-repeat-{count}" for count in range(4)]


async def test_a_message_for_the_technician(desk: Desk) -> None:
    """F1.12: attached to the report."""
    caller = visit(desk)
    enter(caller)
    number = await caller.confirm()
    take = caller.take_path("message")
    caller.recorded("message", take, None)
    caller.recorded("message", take, 4.0)
    caller.keep_message(number, take)
    end(caller, "reported")
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    (message,) = await rows(desk.database, TechnicianMessageRow)
    assert report["technician_message"] == message["recording"] == take.relative_to(desk.folder).as_posix()
    assert (message["report_id"], message["kept"], message["for_caller"]) == (report["id"], True, False)


async def test_a_message_that_was_not_kept(desk: Desk) -> None:
    """F1.14: the caller hung up before keeping it; it is there, but does not stand in the report."""
    caller = visit(desk)
    enter(caller)
    await caller.confirm()
    take = caller.take_path("message")
    caller.recorded("message", take, None)
    take.touch()
    end(caller, "left", "V10")
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    (message,) = await rows(desk.database, TechnicianMessageRow)
    assert (message["report_id"], message["kept"]) == (report["id"], False)
    assert report["technician_message"] is None


async def test_left_before_the_first_sample(desk: Desk) -> None:
    """F1.14: a recording that was only begun and has no file is none."""
    caller = visit(desk)
    caller.keyed("line_number", LINE)
    caller.recorded("symptom", caller.take_path("symptom"), None)
    caller.recorded("message", caller.take_path("message"), None)
    end(caller, "left", "V5")
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    assert report["symptom_recording"] is None
    assert await rows(desk.database, TechnicianMessageRow) == []


async def test_repeated_twice_in_one_call_counts_once(desk: Desk) -> None:
    """F1.6: a caller who comes back from the queue and keys the same line again is still one caller."""
    await confirmed_report(desk)
    for _ in range(2):
        caller = visit(desk, "c-back")
        found = (await caller.look_up(LINE)).open_report
        assert found is not None
        caller.repeated(found)
        end(caller, "repeat")
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    assert report["repeat_count"] == 1


async def test_an_answer_for_the_caller(desk: Desk) -> None:
    """F1.6: played to whoever reports the line again."""
    number = await confirmed_report(desk)
    technician = visit(desk, "c-technician", script="technician_message")
    take = technician.take_path("answer")
    technician.keep_answer(number, take)
    end(technician)
    await stored(desk)
    found = (await visit(desk, "c3").look_up(LINE)).open_report
    assert found is not None
    assert found.message_for_caller == take


HOSTILE: list[tuple[str, str]] = [
    ("../../etc/passwd", "symptom"),
    ("a/b\\c", "symptom"),
    ("x\n\r\0y", "mess/age"),
    ("名" * 100, "symptom"),
    ("-rf *", "symptom;touch"),
]


@pytest.mark.parametrize(("call", "kind"), HOSTILE)
async def test_names_of_recordings(desk: Desk, call: str, kind: str) -> None:
    """S16: made of safe characters alone, below the day's folder, never twice the same."""
    caller = visit(desk, call)
    first, second = caller.take_path(kind), caller.take_path(kind)
    assert first != second
    day = desk.folder / "recordings" / f"{datetime.now(UTC):%Y/%m/%d}"
    for take in (first, second):
        assert take.parent == day
        assert re.fullmatch(r"[A-Za-z0-9._-]+\.wav", take.name)
    first.touch()
    assert visit(desk, call).take_path(kind) not in {first}


async def test_what_a_caller_keys_never_breaks_the_store(desk: Desk) -> None:
    """Too long, not digits: kept as far as it goes."""
    caller = desk.for_call("c" * 500, "s" * 500, "1" * 500, "2" * 500, "zh")
    caller.begin()
    caller.keyed("line_number", "9" * 500)
    end(caller, "x" * 500, "y" * 500)
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    assert report["line_number"] == "9" * 20
    assert desk.alarms == []


async def test_visits_of_a_call_are_counted(desk: Desk) -> None:
    """F1.14: outcome, step, tries, language and durations of every visit, for later statistics."""
    for script in ("hotline", "fault_report"):
        caller = visit(desk, script=script)
        caller.step("V1", 0.25)
        end(caller)
    await stored(desk)
    found = await rows(desk.database, VisitRow)
    assert [(row["n"], row["script"]) for row in found] == [(1, "hotline"), (2, "fault_report")]
    assert found[0]["durations"] == {"V1": 1.0}
    assert found[0]["tries"] == {"line_number": 1}
    assert found[0]["ended_at"] >= found[0]["started_at"]


async def test_one_call_one_final_record(desk: Desk) -> None:
    """Hardening: a second end changes nothing, a lost call is closed once."""
    log = desk.call_log
    at = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    log.started("c1", caller=CONTACT, dialled="112", at=at)
    log.answered("c1", at=at + timedelta(seconds=1))
    log.queued("c1", "junior", at=at)
    log.overflow_prompted("c1")
    log.overflow_prompted("c1")
    log.connected("c1", "8001", waited_seconds=31.5)
    log.recording("c1", Path("recordings/c1.wav"))
    log.ended("c1", cause=16, outcome="answered", at=at + timedelta(seconds=90))
    log.ended("c1", cause=31, outcome="other", at=at + timedelta(seconds=99))
    log.lost("c1", at=at + timedelta(seconds=100))
    log.started("c2", caller="", dialled="1000", at=at)
    await stored(desk)
    assert await log.open_calls("node1") == ["c2"]
    log.lost("c2", at=at + timedelta(seconds=5))
    await stored(desk)
    assert await log.open_calls("node1") == []
    first, second = await rows(desk.database, CallRow)
    expected: dict[str, Any] = {
        "started_at": at, "answered_at": at + timedelta(seconds=1), "ended_at": at + timedelta(seconds=90),
        "caller": CONTACT, "dialled": "112", "queue": "junior", "agent": "8001", "waited_seconds": 31.5,
        "overflow_prompts": 2, "outcome": "answered", "recording": "recordings/c1.wav", "cause": 16,
    }  # fmt: skip
    assert {name: first[name] for name in expected} == expected
    assert (second["outcome"], second["ended_at"]) == ("lost", at + timedelta(seconds=5))


async def test_the_last_visit_gives_a_call_its_outcome(desk: Desk) -> None:
    """Unless the live floor gave one: a dialog may end after the call."""
    caller = visit(desk, "c1")
    desk.call_log.ended("c1", cause=16)
    end(caller, "left")
    await stored(desk)
    other = visit(desk, "c2")
    desk.call_log.ended("c2", cause=16, outcome="answered")
    end(other, "left")
    await stored(desk)
    assert [row["outcome"] for row in await rows(desk.database, CallRow)] == ["left", "answered"]


async def test_many_callers_at_once_get_different_numbers(desk: Desk) -> None:
    async def one(index: int) -> str:
        caller = visit(desk, f"c{index}")
        enter(caller, f"8765{index:04d}")
        return await caller.confirm()

    numbers = await asyncio.gather(*(one(index) for index in range(40)))
    assert len(set(numbers)) == 40
