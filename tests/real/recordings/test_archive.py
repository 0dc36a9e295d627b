"""K12, H4: every conversation is in the archive once, whole, with what the floor and the desk know of it."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desk.agent_desk import AgentDesk
from desk.database.database import Database
from desk.desk import Desk
from desk.models import RecordingEventRow, RecordingLegRow, RecordingRow
from recordings.archive import Pace
from recordings.compact import Format
from recordings.conversation import AnsweredLeg
from tests.real.desk.rows import rows
from tests.real.recordings.conftest import QUICK, Calls, OpenRoom
from tests.real.recordings.filing import filed, findings, heard_again, only
from tests.recorded import talk
from tests.waiting import until

pytestmark = pytest.mark.real

REPORT = {
    "line_number": "87650001", "contact_number": None, "symptom_class": "dead", "note": "no tone", "answer": "",
    "handling": "dispatch", "language": "zh",
}  # fmt: skip


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
    await filed(room, told)
    row = await only(database)
    assert (row["state"], row["seconds"], row["bytes"]) == (
        "ok",
        3.0,
        room.vault.store.size(row["storage_key"]),
    )
    assert row["sha256"] == room.vault.store.digest(row["storage_key"])
    assert (row["key_id"] == "1") is settings.get("encrypted", False)
    assert row["caller_dbfs"] == row["agent_dbfs"] == pytest.approx(-13.5, abs=0.1)
    heard = await heard_again(room)
    if settings.get("form") is Format.OPUS:
        assert heard.shape == (24000, 2)
    else:
        assert np.array_equal(heard, talk(3.0))
    whole, middle = await room.library.open(1), await room.library.open(1)
    assert b"".join(middle.read(500, 3000)) == b"".join(whole.read(0, whole.size))[500:3000]
    assert await findings(database) == []
    assert not file.exists()
    assert list((file.parents[1] / "recordings" / "unfinished").iterdir()) == []
    assert list((file.parents[1] / "recordings" / "handed_over").iterdir()) == []


async def test_what_the_floor_told_is_in_the_row(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    legs = (AnsweredLeg("8001", 0.0, 1.25), AnsweredLeg("8002", 1.5, 3.0))
    told = calls.told(3.0, legs=legs, caller="sip:5550009;x=1", callee="112")
    calls.leave(told)
    await filed(open_room(), told)
    row = await only(database)
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
    await filed(room, told)
    before = await only(database)
    file.write_bytes(content)
    await filed(open_room(), told)
    file.write_bytes(content)
    await filed(open_room())
    assert await only(database) == before
    assert not file.exists()
    assert len(await rows(database, RecordingEventRow)) == 1


async def test_told_again_with_more_known(open_room: OpenRoom, calls: Calls, database: Database) -> None:
    room, told = open_room(), calls.told(report=None)
    calls.leave(told)
    await filed(room, told)
    await filed(room, replace(told, report="2611220042"))
    row = await only(database)
    assert (row["report"], row["state"]) == ("2611220042", "ok")
    assert [event["kind"] for event in await rows(database, RecordingEventRow)] == ["archived", "completed"]


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
    assert await findings(database) == []


def test_the_defaults_list_everything_within_a_minute() -> None:
    """K12: what is late is late by its own waiting, a look, and the archiving itself."""
    pace = Pace()
    for seconds in (pace.missing, pace.orphan, pace.waiting, pace.unrecorded):
        assert seconds + pace.look + pace.audit < 60


@pytest.mark.parametrize("report_first", [True, False], ids=["report first", "recording first"])
async def test_the_report_of_the_call_is_in_the_row_whichever_comes_first(
    open_room: OpenRoom,
    calls: Calls,
    database: Database,
    database_url: str,
    tmp_path: Path,
    report_first: bool,
) -> None:
    """H4: an agent saves a report after the conversation; the floor's word again takes it away from nobody."""
    room, told = open_room(), calls.told(report=None, line_number=None)
    calls.leave(told)
    desk = await Desk.open(url=database_url, folder=tmp_path / "desk", node="node1")

    async def report() -> str | None:
        return await AgentDesk(desk).take(REPORT, request="r-1", person="agent.one", call=told.call)

    number = await report() if report_first else None
    await filed(room, told)
    number = number or await report()
    row = await only(database)
    assert (row["report"], row["line_number"]) == (number, REPORT["line_number"])
    await filed(open_room(), told)
    assert (await only(database)) == row
    await desk.close()
