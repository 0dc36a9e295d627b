"""K12: kept for ninety days at least, longer under a legal hold; what is deleted leaves its row and its history."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.database.database import Database
from desk.models import RecordingEventRow, RecordingRow
from recordings.errors import HeldAlready, NoAudio, NoSuchRecording
from recordings.room import Recordings
from recordings.scope import Scope
from tests.real.desk.rows import rows
from tests.real.recordings.conftest import AT, Calls, OpenRoom
from tests.waiting import until

pytestmark = pytest.mark.real


class Wall:
    """The time of day, moved by hand."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def wall() -> Wall:
    """A clock at the day of the calls."""
    return Wall()


async def _archived(room: Recordings, calls: Calls, count: int = 1) -> None:
    for _ in range(count):
        told = calls.told(1.0)
        calls.leave(told)
        await room.take(told)
    await room.archive.look()


async def _events(database: Database) -> list[tuple[str, str | None, str | None]]:
    return [(row["kind"], row["who"], row["reason"]) for row in await rows(database, RecordingEventRow)]


def _objects(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "data/recordings/archive").rglob("*") if path.is_file()]


async def test_deleted_when_the_time_is_over_and_not_before(
    open_room: OpenRoom, calls: Calls, database: Database, wall: Wall, tmp_path: Path
) -> None:
    room = open_room(wall=wall)
    await _archived(room, calls)
    wall.at = AT + timedelta(days=90)
    assert await room.retention.sweep() == 0
    wall.at = AT + timedelta(days=90, minutes=2)
    assert await room.retention.sweep() == 1
    assert await room.retention.sweep() == 0
    (row,) = await rows(database, RecordingRow)
    assert (row["deleted_at"], row["storage_key"], row["state"]) == (wall.at, None, "ok")
    assert _objects(tmp_path) == []
    deleted, erased = (await rows(database, RecordingEventRow))[1:]
    assert (deleted["kind"], deleted["data"]["late_seconds"]) == ("deleted", 59)
    assert (erased["kind"], erased["data"]["sha256"]) == ("erased", row["sha256"])
    with pytest.raises(NoAudio):
        await room.library.open(row["id"])
    with pytest.raises(HeldAlready):
        await room.retention.hold(row["id"], "inspector", "too late")


async def test_a_hold_keeps_it_until_it_is_released(
    open_room: OpenRoom, calls: Calls, database: Database, wall: Wall, tmp_path: Path
) -> None:
    room = open_room(wall=wall)
    await _archived(room, calls)
    await room.retention.hold(1, "clerk", "dispute 12")
    with pytest.raises(HeldAlready):
        await room.retention.hold(1, "clerk", "again")
    wall.at = AT + timedelta(days=4000)
    assert await room.retention.sweep() == 0
    assert len(_objects(tmp_path)) == 1
    await room.retention.release(1, "clerk", "settled")
    assert await room.retention.sweep() == 1
    assert await _events(database) == [
        ("archived", None, None),
        ("held", "clerk", "dispute 12"),
        ("released", "clerk", "settled"),
        ("deleted", None, None),
        ("erased", None, None),
    ]


async def test_a_longer_setting_extends_what_is_there_a_shorter_one_does_not_cut(
    open_room: OpenRoom, calls: Calls, wall: Wall
) -> None:
    await _archived(open_room(wall=wall, retention_days=200), calls)
    wall.at = AT + timedelta(days=100)
    assert await open_room(wall=wall, retention_days=90).retention.sweep() == 0
    wall.at = AT + timedelta(days=201)
    assert await open_room(wall=wall, retention_days=365).retention.sweep() == 0
    assert await open_room(wall=wall, retention_days=90).retention.sweep() == 1


async def test_the_running_sweeper_catches_up_after_a_start(
    open_room: OpenRoom, calls: Calls, database: Database, wall: Wall
) -> None:
    await _archived(open_room(wall=wall), calls, 3)
    wall.at = AT + timedelta(days=100)
    room = open_room(wall=wall)
    sweeping = asyncio.create_task(room.retention.run())
    try:

        async def all_gone() -> bool:
            return room.retention.deleted == 3

        await until(all_gone)
    finally:
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)
    assert {row["storage_key"] for row in await rows(database, RecordingRow)} == {None}


async def test_an_archive_that_is_away_between_the_mark_and_the_deletion(
    open_room: OpenRoom, calls: Calls, database: Database, wall: Wall, tmp_path: Path
) -> None:
    """As after a kill -9 there: nobody hears it any more, and the object goes later."""
    room = open_room(wall=wall)
    await _archived(room, calls)
    wall.at = AT + timedelta(days=100)
    (object_there,) = _objects(tmp_path)
    folder = object_there.parent
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("not a folder")
    with pytest.raises(NotADirectoryError):
        await room.retention.sweep()
    with pytest.raises(NoAudio):
        await room.library.open(1)
    folder.unlink()
    aside.rename(folder)
    assert await open_room(wall=wall).retention.sweep() == 1
    assert _objects(tmp_path) == []
    assert [kind for kind, *_ in await _events(database)] == ["archived", "deleted", "erased"]


async def test_two_sweepers_delete_once(
    open_room: OpenRoom, calls: Calls, database: Database, wall: Wall
) -> None:
    await _archived(open_room(wall=wall), calls, 4)
    wall.at = AT + timedelta(days=100)
    await asyncio.gather(*(open_room(wall=wall).retention.sweep() for _ in range(2)))
    kinds = [kind for kind, *_ in await _events(database)]
    assert kinds.count("deleted") == 4
    assert {row["storage_key"] for row in await rows(database, RecordingRow)} == {None}


async def test_somebody_elses_recording_can_be_neither_held_nor_heard(
    open_room: OpenRoom, calls: Calls
) -> None:
    """S10."""
    room = open_room()
    await _archived(room, calls)
    other = Scope(frozenset({"8002"}))
    act: Any
    for act in (
        room.retention.hold(1, "x", "y", other),
        room.library.open(1, other),
        room.library.recording(1, other),
        room.library.history(1, other),
        room.library.waveform(1, 10, other),
        room.library.recording(2),
    ):
        with pytest.raises(NoSuchRecording):
            await act


@pytest.mark.parametrize("days", [0, -1, 89])
def test_less_than_ninety_days_is_refused(days: int, open_room: OpenRoom) -> None:
    with pytest.raises(ValueError, match="90 days"):
        open_room(retention_days=days)
