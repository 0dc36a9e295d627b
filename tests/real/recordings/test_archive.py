"""K12, H4: every conversation is in the archive once, whole, and what is wrong with one is on the list."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert

from desk.database.database import Database
from desk.models import CallRow, RecordingEventRow, RecordingFindingRow, RecordingLegRow, RecordingRow
from recordings.archive import Pace
from recordings.compact import Format, decode
from recordings.conversation import AnsweredLeg, Conversation
from recordings.room import Recordings
from tests.real.desk.rows import rows
from tests.real.recordings.conftest import AT, QUICK, Calls, OpenRoom
from tests.recorded import both, hush, leave, talk, tone
from tests.waiting import until

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[3]


async def _filed(room: Recordings, conversation: Conversation | None = None) -> None:
    if conversation is not None:
        await room.take(conversation)
    await room.archive.look()


async def _only(database: Database, table: Any = RecordingRow) -> dict[str, Any]:
    (row,) = await rows(database, table)
    return row


async def _open(database: Database) -> list[tuple[str, str | None, float | None, float | None]]:
    """Open findings: kind, agent, expected, found."""
    return [
        (row["kind"], row["agent"], row["expected"], row["found"])
        for row in await rows(database, RecordingFindingRow)
        if row["resolved_at"] is None
    ]


async def _heard(room: Recordings, number: int = 1) -> np.ndarray:
    playable = await room.library.open(number)
    return np.concatenate(list(decode(io.BytesIO(b"".join(playable.read(0, playable.size))))))


PLACES = [
    ("folder", {}),
    ("sealed", {"encrypted": True}),
    ("opus", {"form": Format.OPUS}),
    ("memory", {"url": "memory://archive"}),
    ("sealed in memory", {"url": "memory://sealed-archive", "encrypted": True}),
]


@pytest.mark.parametrize(("where", "settings"), PLACES, ids=[where for where, _ in PLACES])
async def test_a_conversation_is_archived_and_heard_again(
    where: str, settings: dict[str, Any], open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    room, told = open_room(**settings), calls.told(3.0)
    file = calls.leave(told)
    await _filed(room, told)
    row = await _only(database)
    assert (row["state"], row["seconds"], row["bytes"]) == (
        "ok",
        3.0,
        room.vault.store.size(row["storage_key"]),
    )
    assert row["sha256"] == room.vault.store.digest(row["storage_key"])
    assert (row["key_id"] == "1") is settings.get("encrypted", False)
    assert row["caller_dbfs"] == row["agent_dbfs"] == pytest.approx(-13.5, abs=0.1)
    heard = await _heard(room)
    if settings.get("form") is Format.OPUS:
        assert heard.shape == (24000, 2)
    else:
        assert np.array_equal(heard, talk(3.0))
    whole, middle = await room.library.open(1), await room.library.open(1)
    assert b"".join(middle.read(500, 3000)) == b"".join(whole.read(0, whole.size))[500:3000]
    assert await _open(database) == []
    assert not file.exists()
    assert list((file.parents[1] / "recordings" / "unfinished").iterdir()) == []
    assert list((file.parents[1] / "recordings" / "handed_over").iterdir()) == []


async def test_what_the_floor_told_is_in_the_row(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    legs = (AnsweredLeg("8001", 0.0, 1.25), AnsweredLeg("8002", 1.5, 3.0))
    told = calls.told(3.0, legs=legs, caller="sip:5550009;x=1", callee="112")
    calls.leave(told)
    await _filed(open_room(), told)
    row = await _only(database)
    wanted = {
        "node": "node1", "call": told.call, "linkedid": told.linkedid, "file": told.file, "caller": "55500091", "callee": "112",
        "queue": "junior", "line_number": "87650001", "report": told.report, "started_at": told.started_at,
        "ended_at": told.started_at + timedelta(seconds=3), "handed_over": True, "format": "flac", "legal_hold": False,
        "delete_after": told.ended_at + timedelta(days=90), "deleted_at": None,
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert [(leg["agent"], leg["begins"], leg["ends"]) for leg in await rows(database, RecordingLegRow)] == [
        ("8001", 0.0, 1.25),
        ("8002", 1.5, 3.0),
    ]
    assert [event["kind"] for event in await rows(database, RecordingEventRow)] == ["archived"]


async def test_the_same_file_twice_is_one_row(open_room: OpenRoom, calls: Calls, database: Database) -> None:
    """A service that died after the row and before the file was removed."""
    room, told = open_room(), calls.told()
    file = calls.leave(told)
    content = file.read_bytes()
    await _filed(room, told)
    before = await _only(database)
    file.write_bytes(content)
    await _filed(open_room(), told)
    file.write_bytes(content)
    await _filed(open_room())
    assert await _only(database) == before
    assert not file.exists()
    assert len(await rows(database, RecordingEventRow)) == 1


async def test_told_again_with_more_known(open_room: OpenRoom, calls: Calls, database: Database) -> None:
    room, told = open_room(), calls.told(report=None)
    calls.leave(told)
    await _filed(room, told)
    await _filed(room, replace(told, report="2611220042"))
    row = await _only(database)
    assert (row["report"], row["state"]) == ("2611220042", "ok")
    assert [event["kind"] for event in await rows(database, RecordingEventRow)] == ["archived", "completed"]


async def test_an_orphan_is_adopted_and_completed_when_the_floor_speaks(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    """R7: the service was down for the whole call."""
    told = calls.told(3.0)
    calls.leave(told)
    call = {"call": told.call, "node": "node1", "started_at": AT, "caller": "55500001", "dialled": "112", "queue": "senior",
            "agent": "8003", "overflow_prompts": 0, "outcome_final": False}  # fmt: skip
    async with database.writing() as connection:
        await connection.execute(insert(CallRow).values(call))
    room = open_room()
    await _filed(room)
    row = await _only(database)
    assert (row["handed_over"], row["caller"], row["queue"], row["state"]) == (
        False,
        "55500001",
        "senior",
        "ok",
    )
    assert (await _only(database, RecordingLegRow))["agent"] == "8003"
    assert await _open(database) == [("orphaned", None, None, 3.0)]
    await _filed(room, told)
    row = await _only(database)
    assert (row["handed_over"], row["queue"], row["started_at"]) == (True, "junior", told.started_at)
    assert (await _only(database, RecordingLegRow))["agent"] == "8001"
    assert await _open(database) == []


async def test_a_call_that_is_up_is_no_orphan(open_room: OpenRoom, calls: Calls, database: Database) -> None:
    """Neither is a file that somebody writes to."""
    up, written = calls.told(), calls.told()
    calls.leave(up)
    with calls.leave(written).open("ab"):
        await _filed(open_room(is_up=lambda call: call == up.call))
        assert await rows(database, RecordingRow) == []
    await _filed(open_room(is_up=lambda call: call == up.call))
    assert (await _only(database))["call"] == written.call


async def test_a_file_that_is_still_written_waits(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    """Handed over a moment before Asterisk closes it; past its time it is listed, filed it is well again."""
    told = calls.told(3.0)
    room = open_room()
    with calls.leave(told, 2.0).open("ab", buffering=0) as file:
        await _filed(room, told)
        assert await rows(database, RecordingRow) == []
        assert await _open(database) == [("waiting", None, None, None)]
        file.write(talk(1.0).tobytes())
    await _filed(room)
    assert (await _only(database))["seconds"] == 3.0
    assert await _open(database) == []


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
    await _filed(room, told)
    row = await _only(database)
    assert (row["state"], row["seconds"]) == (state, there)
    assert await _open(database) == found
    assert not file.exists()
    if there:
        assert np.array_equal(await _heard(room), talk(there))
    assert row["storage_key"] is None or there


async def test_a_silent_recording_is_listed(open_room: OpenRoom, calls: Calls, database: Database) -> None:
    told = calls.told(3.0)
    leave(calls.spool, told.file, both(hush(3), hush(3)))
    await _filed(open_room(), told)
    assert (await _only(database))["state"] == "silent"
    assert await _open(database) == [("silent", "8001", 3.0, 0.0)]


async def test_one_way_audio_is_listed(open_room: OpenRoom, calls: Calls, database: Database) -> None:
    told = calls.told(12.0)
    leave(calls.spool, told.file, both(hush(12), tone(12)))
    await _filed(open_room(), told)
    row = await _only(database)
    assert (row["state"], row["caller_dbfs"], row["caller_silence"], row["agent_silence"]) == (
        "ok",
        None,
        1.0,
        0.0,
    )
    assert await _open(database) == [("caller_silent", "8001", 12.0, 0.0)]


async def test_a_missing_file_is_listed_and_well_when_it_turns_up(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    room, told = open_room(), calls.told(3.0)
    await _filed(room, told)
    assert (await _only(database))["state"] == "missing"
    assert await _open(database) == [("missing", "8001", 3.0, 0.0)]
    calls.leave(told)
    await _filed(room)
    row = await _only(database)
    assert (row["state"], row["handed_over"], row["queue"]) == ("ok", True, "junior")
    assert await _open(database) == []


async def test_a_file_that_grew_after_it_was_taken_is_taken_again(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    """Where the file system can't tell who writes."""
    room, told = open_room(), calls.told(3.0)
    calls.leave(told, 1.0)
    await _filed(room, told)
    assert (await _only(database))["state"] == "truncated"
    calls.leave(told)
    await _filed(room)
    row = await _only(database)
    assert (row["state"], row["seconds"]) == ("ok", 3.0)
    assert np.array_equal(await _heard(room), talk(3.0))
    assert await _open(database) == []


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
    row = await _only(database, RecordingFindingRow)
    assert (row["kind"], row["call"], row["agent"], row["resolved_at"]) == ("missing", "x-0", "8001", None)
    await room.archive.audit()
    assert room.archive.open_findings == {"missing": 1}
    told = calls.told(call="x-0", linkedid="x-0", file="x-0-0.raw")
    calls.leave(told)
    await _filed(room, told)
    await room.archive.audit()
    assert room.archive.open_findings == {}


async def test_many_at_once_by_the_running_archive(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    room = open_room(pace=replace(QUICK, missing=60.0, orphan=60.0, waiting=60.0))
    running = asyncio.create_task(room.run())
    try:
        for _ in range(20):
            told = calls.told(2.0)
            calls.leave(told)
            await room.take(told)

        async def all_filed() -> bool:
            return room.archive.archived == 20

        await until(all_filed)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert {row["state"] for row in await rows(database, RecordingRow)} == {"ok"}
    assert len(await rows(database, RecordingRow)) == 20
    assert await _open(database) == []


async def test_a_key_that_is_gone_holds_up_nobody(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    """What can't be filed stays in the spool, is listed, and is filed once it can be."""
    room = open_room(encrypted=True)
    broken, told = calls.told(), calls.told()
    file = calls.leave(broken)
    secrets = file.parents[1] / "secrets"
    secrets.mkdir()
    (secrets / "recordings-1.key").write_text("no key")
    await _filed(room, broken)
    assert (await _open(database), file.exists(), room.archive.failed) == (
        [("waiting", None, None, None)],
        True,
        1,
    )
    (secrets / "recordings-1.key").unlink()
    calls.leave(told)
    await _filed(room, told)
    assert (await _only(database))["call"] == told.call
    await _filed(open_room(encrypted=True))
    assert len(await rows(database, RecordingRow)) == 2
    assert await _open(database) == []


async def test_killed_in_the_middle(
    database_url: str, calls: Calls, tmp_path: Path, open_room: OpenRoom, database: Database
) -> None:
    """kill -9 before any step on the disk: after the next start each conversation is in the archive once, whole."""
    told = [calls.told(20.0) for _ in range(5)]
    for conversation in told:
        calls.leave(conversation)
    for step in (3, 40):
        await asyncio.to_thread(_killed_before, step, database_url, str(tmp_path / "data"), str(len(told)))
    room = open_room(encrypted=True)
    await room.archive.look()
    found = await rows(database, RecordingRow)
    assert sorted(row["file"] for row in found) == sorted(one.file for one in told)
    for row in found:
        assert (row["state"], row["handed_over"]) == ("ok", True)
        assert room.vault.store.digest(row["storage_key"]) == row["sha256"]
        assert np.array_equal(await _heard(room, row["id"]), talk(20.0))
    archive = tmp_path / "data" / "recordings" / "archive"
    assert len([path for path in archive.rglob("*") if path.is_file()]) == len(told)
    assert [path.name for path in calls.spool.iterdir()] == [".lock"]
    assert await _open(database) == []
    assert len(await rows(database, RecordingEventRow)) == len(told)


def _killed_before(step: int, *arguments: str) -> None:
    """An archive at work that is killed with -9 before its n-th step on the disk."""
    command = [sys.executable, "-m", "tests.real.recordings.archiving", *arguments, str(step)]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_the_archives_disk_is_full(tmp_path: Path) -> None:
    """R11: nothing is lost; the recording stays in the spool, is listed, and is filed once there is room."""
    namespace = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    command = [*namespace, sys.executable, "-m", "tests.real.recordings.full_archive", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["full"] == {"archived": 0, "left": True, "open": ["waiting"], "objects": 0}
    assert told["room"] == {"archived": 1, "left": False, "open": [], "objects": 1, "state": "ok"}


def test_the_defaults_list_everything_within_a_minute() -> None:
    """K12: what is late is late by its own waiting, a look, and the archiving itself."""
    pace = Pace()
    for seconds in (pace.missing, pace.orphan, pace.waiting, pace.unrecorded):
        assert seconds + pace.look + pace.audit < 60
