"""K12: what is wrong with a recording is repaired as far as possible, and on the list until it is well."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert

from desk.database.database import Database
from desk.models import CallRow, RecordingFindingRow
from tests.real.recordings.conftest import AT, Calls, OpenRoom
from tests.real.recordings.filing import filed, findings, heard_again, only
from tests.recorded import both, hush, leave, talk, tone

pytestmark = pytest.mark.real

FAULTS = [
    ("cut", 5.0, 3.0, b"", "truncated", [("short", "8001", 5.0, 3.0)], "R11: the disk was full"),
    ("killed in mid-sample", 3.0, 2.5, b"\1\2\3", "truncated", [], "R12: kill -9, less than a second lost"),
    ("empty", 3.0, 0.0, b"", "missing", [("missing", "8001", 3.0, 0.0)], "no packet from either side"),
    ("half a sample", 3.0, 0.0, b"\1", "missing", [("missing", "8001", 3.0, 0.0)], "killed at once"),
]


@pytest.mark.parametrize(
    ("what", "seconds", "there", "torn", "state", "found", "why"), FAULTS, ids=[row[0] for row in FAULTS]
)
async def test_a_damaged_file_is_repaired_as_far_as_possible(
    what: str, seconds: float, there: float, torn: bytes, state: str, found: list[Any], why: str,
    open_room: OpenRoom, calls: Calls, database: Database,
) -> None:  # fmt: skip
    room, told = open_room(), calls.told(seconds)
    file = leave(calls.spool, told.file, talk(there), torn=torn)
    await filed(room, told)
    row = await only(database)
    assert (row["state"], row["seconds"]) == (state, there)
    assert await findings(database) == found
    assert not file.exists()
    if there:
        assert np.array_equal(await heard_again(room), talk(there))
    assert row["storage_key"] is None or there


async def test_a_silent_recording_is_listed(open_room: OpenRoom, calls: Calls, database: Database) -> None:
    told = calls.told(3.0)
    leave(calls.spool, told.file, both(hush(3), hush(3)))
    await filed(open_room(), told)
    assert (await only(database))["state"] == "silent"
    assert await findings(database) == [("silent", "8001", 3.0, 0.0)]


async def test_one_way_audio_is_listed(open_room: OpenRoom, calls: Calls, database: Database) -> None:
    told = calls.told(12.0)
    leave(calls.spool, told.file, both(hush(12), tone(12)))
    await filed(open_room(), told)
    row = await only(database)
    assert (row["state"], row["caller_dbfs"], row["caller_silence"], row["agent_silence"]) == (
        "ok",
        None,
        1.0,
        0.0,
    )
    assert await findings(database) == [("caller_silent", "8001", 12.0, 0.0)]


async def test_a_missing_file_is_listed_and_well_when_it_turns_up(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    room, told = open_room(), calls.told(3.0)
    await filed(room, told)
    assert (await only(database))["state"] == "missing"
    assert await findings(database) == [("missing", "8001", 3.0, 0.0)]
    calls.leave(told)
    await filed(room)
    row = await only(database)
    assert (row["state"], row["handed_over"], row["queue"]) == ("ok", True, "junior")
    assert await findings(database) == []


async def test_a_call_with_an_agent_and_without_any_recording(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    """The live floor failed to say so: calls are compared with recordings."""
    ended = {
        "node": "node1",
        "started_at": AT,
        "overflow_prompts": 0,
        "outcome_final": True,
        "caller": "",
        "dialled": "112",
    }
    table = [
        ("answered", {"agent": "8001", "ended_at": AT}),
        ("nobody answered", {"agent": None, "ended_at": AT}),
        ("goes on", {"agent": "8001", "ended_at": None}),
        ("just ended", {"agent": "8001", "ended_at": AT + timedelta(minutes=10)}),
        ("another node's", {"agent": "8001", "ended_at": AT, "node": "node2"}),
    ]  # fmt: skip
    room = open_room(wall=lambda: AT + timedelta(minutes=10))
    async with database.writing() as connection:
        await connection.execute(
            insert(CallRow), [{"call": f"x-{n}", **ended, **values} for n, (_, values) in enumerate(table)]
        )
    for _ in range(2):
        await room.archive.audit()
    row = await only(database, RecordingFindingRow)
    assert (row["kind"], row["call"], row["agent"], row["resolved_at"]) == ("missing", "x-0", "8001", None)
    await room.archive.audit()
    assert room.archive.open_findings == {"missing": 1}
    told = calls.told(call="x-0", linkedid="x-0", file="x-0-0.raw")
    calls.leave(told)
    await filed(room, told)
    await room.archive.audit()
    assert room.archive.open_findings == {}
