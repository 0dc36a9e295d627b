"""The floor's log in the database: each event once, on SQLite and on PostgreSQL, whatever is away or killed (R10)."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cti.event_log.forgetting import forget_some
from cti.event_log.loader import Loader
from cti.event_log.log import EventLog
from desk.database import schema
from desk.database.database import Database
from desk.models import FloorEventRow
from tests.unit.cti.event_log.events import ups
from tests.unit.cti.floor.sequences import story
from tests.waiting import until

pytestmark = pytest.mark.real

NODE = "node1"
NOWHERE = "postgresql+asyncpg://nobody@127.0.0.1:1/nothing"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await schema.upgrade(database)
    yield database
    await database.close()


def loader(database: Database, folder: Path) -> Loader:
    return Loader(database, folder, NODE, keep_days=30, keep_bytes=10**9, look_seconds=0.05)


def written(folder: Path, count: int) -> EventLog:
    log = EventLog(folder, NODE, part_bytes=20_000)
    for event in ups(count):
        log.append(event)
    log.close()
    return log


async def sequences(database: Database) -> list[tuple[str, int]]:
    wanted = select(FloorEventRow.boot, FloorEventRow.sequence)
    async with database.reading() as connection:
        return sorted((row.boot, row.sequence) for row in await connection.execute(wanted))


async def test_every_event_arrives_once_and_says_what_it_said(database: Database, tmp_path: Path) -> None:
    log = EventLog(tmp_path, NODE)
    for event in story():
        log.append(event)
    log.close()
    assert await loader(database, tmp_path).carry_all() == len(story())
    assert await loader(database, tmp_path).carry_all() == 0, "a second one finds nothing new"
    async with database.reading() as connection:
        rows = (await connection.execute(select(FloorEventRow).order_by(FloorEventRow.sequence))).all()
    waiting = next(row for row in rows if row.kind == "waiting")
    assert (waiting.linkedid, waiting.data["queue"], waiting.at.timestamp()) == ("c1", "junior", 1.8e9 + 8)
    assert [row.sequence for row in rows] == list(range(1, len(story()) + 1))


async def test_two_at_once_and_one_broken_off_count_each_event_once(
    database: Database, tmp_path: Path
) -> None:
    log = written(tmp_path, 3_500)
    broken_off = asyncio.create_task(loader(database, tmp_path).carry_all())

    async def begun() -> bool:
        return bool(await sequences(database))

    await until(begun)
    broken_off.cancel()
    await asyncio.gather(broken_off, return_exceptions=True)
    await asyncio.gather(*(loader(database, tmp_path).carry_all() for _ in range(2)))
    assert await sequences(database) == [(log.boot, number) for number in range(1, 3_501)]


async def test_a_growing_log_is_followed(database: Database, tmp_path: Path) -> None:
    log = EventLog(tmp_path, NODE, part_bytes=5_000)
    running = asyncio.create_task(loader(database, tmp_path).run())
    try:
        for round_ in range(1, 4):
            for event in ups(100):
                log.append(event)

            async def arrived(wanted: int = round_ * 100) -> bool:
                return len(await sequences(database)) == wanted

            await until(arrived)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        log.close()


async def test_while_the_database_is_away_the_files_wait(database: Database, tmp_path: Path) -> None:
    written(tmp_path, 50)
    nowhere = Database(NOWHERE)
    waiting = loader(nowhere, tmp_path)
    running = asyncio.create_task(waiting.run())

    async def behind() -> bool:
        return waiting.behind

    await until(behind)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await nowhere.close()
    assert await loader(database, tmp_path).carry_all() == 50
    async with database.reading() as connection:
        count = (await connection.execute(select(func.count()).select_from(FloorEventRow))).scalar_one()
    assert count == 50


async def test_old_events_leave_the_database_an_hour_at_a_time_and_others_stay(
    database: Database, tmp_path: Path
) -> None:
    written(tmp_path, 50)
    await loader(database, tmp_path).carry_all()
    before = await sequences(database)
    async with database.reading() as connection:
        first, last = (
            await connection.execute(select(func.min(FloorEventRow.at), func.max(FloorEventRow.at)))
        ).one()
    middle = first + (last - first) / 2
    forget = partial(forget_some, before=middle)
    assert not await database.write(partial(forget, node="another")), "nothing of that node"
    assert await sequences(database) == before
    while await database.write(partial(forget, node=NODE)):
        pass
    async with database.reading() as connection:
        kept = (await connection.execute(select(func.min(FloorEventRow.at), func.count()))).one()
    assert kept[0] >= middle
    assert 0 < kept[1] < len(before)
