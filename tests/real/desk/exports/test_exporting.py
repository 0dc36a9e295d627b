"""Exports from real databases: fields, order, time windows, one moment, no full load (S14)."""

import io
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from desk.database import schema
from desk.database.database import Database
from desk.exports.exporting import ROWS_AT_ONCE, export
from desk.exports.kind import CALLS, FAULT_REPORTS, KINDS, LINE_TESTS, Kind
from desk.exports.writers import JsonLines, Value
from desk.models import CallRow, FaultReportRow, LineTestRow, RecordingRow

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
REPORT = {
    "number": "2611220001",
    "line_number": "55501234",
    "contact_number": "055509999",
    "confirmed": True,
    "repeat_count": 2,
    "language": "zh",
    "outcome": "reported",
    "last_step": "goodbye",
    "created_at": NOON,
    "call": "node1-1.2",
    "symptom_recording": "recordings/2026/11/22/node1-1.2-symptom-1.wav",
    "technician_message": "=cmd|' /C calc'!A0",
}
TEST = {
    "line_number": "55501234",
    "tested_at": NOON,
    "head": "lab",
    "verdict": "short",
    "resistance_tip_ring": 12.5,
    "dc_volts": -0.5,
    "off_hook": False,
}
CALL = {"call": "node1-1.2", "node": "node1", "started_at": NOON, "caller": "055501234", "dialled": "112"}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    await schema.upgrade(opened)
    yield opened
    await opened.close()


async def store(database: Database, model: Any, *rows: Mapping[str, object]) -> None:
    async with database.writing() as connection:
        await connection.execute(insert(model), [dict(row) for row in rows])


async def exported(database: Database, kind: Kind, **window: datetime) -> list[dict[str, Value]]:
    stream = io.BytesIO()
    count = await export(database, kind, JsonLines(stream), **window)
    rows = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert len(rows) == count
    return rows


async def test_a_fault_report_with_all_that_was_promised(database: Database) -> None:
    await store(database, FaultReportRow, REPORT)
    [row] = await exported(database, FAULT_REPORTS)
    assert row == REPORT | {
        "created_at": "2026-11-22T04:00:00.000Z",
        "symptom_class": None,
        "status": "open",
        "mended_at": None,
        "message_for_caller": None,
        "keys_left": None,
        **dict.fromkeys(("taken_by", "handling", "note", "answer", "closed_at")),
    }


async def test_a_line_test(database: Database) -> None:
    await store(database, LineTestRow, TEST)
    [row] = await exported(database, LINE_TESTS)
    unmeasured = dict.fromkeys(
        ("resistance_tip_ground", "resistance_ring_ground", "capacitance_nf", "ac_volts")
    )
    assert row == TEST | unmeasured | {"tested_at": "2026-11-22T04:00:00.000Z", "call": None, "person": None}


async def test_a_call(database: Database) -> None:
    await store(database, CallRow, CALL)
    [row] = await exported(database, CALLS)
    assert {name: row[name] for name in CALL} == CALL | {"started_at": "2026-11-22T04:00:00.000Z"}
    assert (row["ended_at"], row["overflow_prompts"], row["recording"]) == (None, 0, None)


async def test_keys_left_behind(database: Database) -> None:
    """F1.14: with the call and with its report, apart from every number."""
    await store(database, CallRow, CALL | {"keys_left": "0551"})
    await store(database, FaultReportRow, REPORT | {"line_number": None, "keys_left": "0551"})
    [call], [report] = await exported(database, CALLS), await exported(database, FAULT_REPORTS)
    assert call["keys_left"] == "0551"
    assert (report["line_number"], report["keys_left"]) == (None, "0551")


@pytest.mark.parametrize("name", KINDS)
async def test_an_empty_house_exports_nothing(database: Database, name: str) -> None:
    assert await exported(database, KINDS[name]) == []


async def test_a_window_begins_at_since_and_ends_before_until(database: Database) -> None:
    times = [NOON + timedelta(hours=hour) for hour in range(4)]
    rows = [CALL | {"call": f"node1-{hour}", "started_at": at} for hour, at in enumerate(times)]
    await store(database, CallRow, *reversed(rows))

    async def calls(**window: datetime) -> Sequence[Value]:
        return [row["call"] for row in await exported(database, CALLS, **window)]

    assert await calls() == ["node1-0", "node1-1", "node1-2", "node1-3"], "oldest first"
    assert await calls(since=times[1], until=times[3]) == ["node1-1", "node1-2"]
    assert await calls(until=times[1]) == ["node1-0"]
    assert await calls(since=times[3]) == ["node1-3"]


async def test_many_rows_are_of_one_moment(database: Database) -> None:
    rows = [CALL | {"call": f"node1-{number:06}"} for number in range(3 * ROWS_AT_ONCE)]
    await store(database, CallRow, *rows)
    stream = io.BytesIO()
    async with database.reading() as connection:
        found = await connection.stream(CALLS.rows(None, None).execution_options(yield_per=ROWS_AT_ONCE))
        first = await found.fetchmany(1)
        await store(database, CallRow, CALL | {"call": "node1-999999"})
        rest = [row async for row in found]
    assert len(first) + len(rest) == len(rows)
    assert await export(database, CALLS, JsonLines(stream)) == len(rows) + 1


async def test_a_call_names_its_archived_conversation(database: Database) -> None:
    """K12: the first conversation that has audio in the archive, else the file that Asterisk wrote."""
    written = "recordings/conversations/node1-1.2-1.raw"
    await store(database, CallRow, CALL | {"recording": written})
    [before] = await exported(database, CALLS)
    row = {
        "node": "node1",
        "call": CALL["call"],
        "linkedid": CALL["call"],
        "started_at": NOON,
        "ended_at": NOON,
        "seconds": 1.0,
        "pauses": [],
        "handed_over": True,
        "state": "ok",
        "delete_after": NOON,
        "archived_at": NOON,
    }
    files = {f"{CALL['call']}-{n}.raw": f"2026/11/22/{CALL['call']}-{n}.flac" for n in (2, 3)}
    rows = [row | {"file": file, "storage_key": key} for file, key in files.items()]
    await store(database, RecordingRow, row | {"file": "node1-1.2-1.raw", "storage_key": None})
    await store(database, RecordingRow, *rows)
    [after] = await exported(database, CALLS)
    assert before["recording"] == written
    assert after["recording"] == "recordings/archive/2026/11/22/node1-1.2-2.flac"
