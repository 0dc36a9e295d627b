"""K12: the walk finds what the archive no longer holds as it was put there."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from desk.database.database import Database
from desk.models import RecordingFindingRow, RecordingRow
from recordings.verification import Verification
from tests.real.desk.rows import rows
from tests.real.recordings.conftest import AT, Calls, OpenRoom
from tests.waiting import until

pytestmark = pytest.mark.real


async def _open(database: Database) -> list[tuple[str, str]]:
    found = await rows(database, RecordingFindingRow)
    return sorted((row["call"][-1], row["kind"]) for row in found if row["resolved_at"] is None)


async def test_damaged_and_lost_objects_are_listed_until_they_are_right_again(
    open_room: OpenRoom, calls: Calls, database: Database, tmp_path: Path
) -> None:
    """Each once a day at most, the one that has not been looked at for longest first; what is deleted not at all."""
    at = AT
    room = open_room(wall=lambda: at, encrypted=True)
    for _ in range(4):
        told = calls.told()
        calls.leave(told)
        await room.take(told)
        await room.archive.look()
    objects = sorted(path for path in (tmp_path / "data/recordings/archive").rglob("*") if path.is_file())
    whole = [path.read_bytes() for path in objects]
    objects[1].write_bytes(whole[1][:-1] + bytes([whole[1][-1] ^ 1]))
    objects[2].unlink()
    walk = Verification(database, room.vault.store, wall=lambda: at)
    assert not await walk.step()  # compared when it was filed
    at += timedelta(days=1)
    rounds = [await asyncio.gather(walk.step(), walk.step()) for _ in range(4)]
    assert rounds[0] == [True, True]
    assert not await walk.step()
    assert (walk.verified, walk.damaged) == (4, 2)
    assert await _open(database) == [("2", "damaged"), ("3", "lost")]
    objects[1].write_bytes(whole[1])
    objects[2].write_bytes(whole[2])
    at += timedelta(days=1)
    while await walk.step():
        pass
    assert await _open(database) == []
    assert {row["verified_at"] for row in await rows(database, RecordingRow)} == {at}


async def test_an_archive_that_is_away_accuses_nobody(
    open_room: OpenRoom, calls: Calls, database: Database, tmp_path: Path
) -> None:
    at = AT
    room = open_room(wall=lambda: at)
    told = calls.told()
    calls.leave(told)
    await room.take(told)
    await room.archive.look()
    folder = next(path for path in (tmp_path / "data/recordings/archive").rglob("*") if path.is_file()).parent
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("not a folder")
    at += timedelta(days=2)
    walk = Verification(database, room.vault.store, a_minute=6000, wall=lambda: at)
    with pytest.raises(NotADirectoryError):
        await walk.step()
    assert await _open(database) == []
    folder.unlink()
    aside.rename(folder)
    walking = asyncio.create_task(walk.run())
    try:

        async def compared() -> bool:
            return walk.verified == 1

        await until(compared)
    finally:
        walking.cancel()
        await asyncio.gather(walking, return_exceptions=True)
    assert (walk.damaged, await _open(database)) == (0, [])
