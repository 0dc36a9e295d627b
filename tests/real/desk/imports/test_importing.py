"""Imports into real databases: all of a file or nothing, updates, replacing, other users at the same time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, insert, select, text

from desk.database import schema
from desk.database.database import Database
from desk.errors import DeskUnavailable
from desk.imports.bulk import bulk
from desk.imports.importing import Imported, import_file
from desk.imports.refusal import BadRow, ImportRefused
from desk.imports.sheet import Sheet
from desk.imports.sheets import EXCHANGES, SUBSCRIBERS, WORKS
from desk.imports.stage import Changes
from desk.models import ExchangeRow, PlannedWorksRow, SubscriberRow

ZONE = ZoneInfo("Asia/Shanghai")
HEADER = "line_number,owner,address,key_account\n"
Write = Callable[..., Path]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    await schema.upgrade(opened)
    yield opened
    await opened.close()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str, encoding: str = "utf-8") -> Path:
        file = tmp_path / "file.csv"
        file.write_bytes(content.encode(encoding))
        return file

    return written


async def bring(
    database: Database, sheet: Sheet, file: Path, *, replace: bool = False
) -> tuple[Imported, list[BadRow]]:
    bad: list[BadRow] = []
    done = await import_file(database, sheet, file, ZONE, replace=replace, bad=bad.append)
    return done, bad


async def subscribers(database: Database) -> list[tuple[str, str, str, bool]]:
    table = SubscriberRow.__table__
    async with database.reading() as connection:
        return [tuple(row) for row in await connection.execute(select(table).order_by("line_number"))]


async def test_a_file_goes_in(database: Database, write: Write) -> None:
    file = write(HEADER + "55500002,样例用户乙,样例路2号,是\n55500001,样例用户甲,样例路1号,no\n")
    done, bad = await bring(database, SUBSCRIBERS, file)
    assert (done.rows, done.changes, bad) == (2, Changes(2, 0, 0, 0), [])
    assert await subscribers(database) == [
        ("55500001", "样例用户甲", "样例路1号", False),
        ("55500002", "样例用户乙", "样例路2号", True),
    ]


async def test_known_rows_are_updated_and_the_same_ones_left_alone(database: Database, write: Write) -> None:
    await bring(database, SUBSCRIBERS, write(HEADER + "55500001,a,x,no\n55500002,b,y,no\n55500003,c,z,no\n"))
    file = write(HEADER + "55500002,b,y,no\n55500003,c,z,yes\n55500004,d,,no\n")
    done, _ = await bring(database, SUBSCRIBERS, file)
    assert done.changes == Changes(added=1, updated=1, unchanged=1, removed=0)
    assert await subscribers(database) == [
        ("55500001", "a", "x", False),
        ("55500002", "b", "y", False),
        ("55500003", "c", "z", True),
        ("55500004", "d", "", False),
    ]


async def test_replacing_removes_what_the_file_lacks(database: Database, write: Write) -> None:
    await bring(database, SUBSCRIBERS, write(HEADER + "55500001,a,x,no\n55500002,b,y,no\n"))
    done, _ = await bring(database, SUBSCRIBERS, write(HEADER + "55500002,b,y,no\n"), replace=True)
    assert done.changes == Changes(added=0, updated=0, unchanged=1, removed=1)
    assert [row[0] for row in await subscribers(database)] == ["55500002"]


async def test_a_dry_run_says_what_would_change_and_changes_nothing(database: Database, write: Write) -> None:
    await bring(database, SUBSCRIBERS, write(HEADER + "55500001,a,x,no\n55500002,b,y,no\n55500003,c,z,no\n"))
    before = await subscribers(database)
    file, heard = write(HEADER + "55500002,b,y,no\n55500003,c,z,yes\n55500004,d,,no\n"), list[int]()
    for replace, removed in ((False, 0), (True, 1)):
        done = await import_file(
            database, SUBSCRIBERS, file, ZONE, replace=replace, dry_run=True, bad=print, progress=heard.append
        )
        assert done.changes == Changes(added=1, updated=1, unchanged=1, removed=removed)
    assert heard == [3, 3]
    assert await subscribers(database) == before


async def test_replacing_by_an_empty_file_is_refused(database: Database, write: Write) -> None:
    await bring(database, SUBSCRIBERS, write(HEADER + "55500001,a,x,no\n"))
    with pytest.raises(ImportRefused, match="no rows"):
        await bring(database, SUBSCRIBERS, write(HEADER), replace=True)
    assert len(await subscribers(database)) == 1


@pytest.mark.parametrize("replace", [False, True])
async def test_one_bad_row_at_the_end_and_nothing_is_changed(
    database: Database, write: Write, replace: bool
) -> None:
    await bring(database, SUBSCRIBERS, write(HEADER + "55500001,before,x,no\n"))
    rows = "".join(f"{number},after,x,no\n" for number in range(55500001, 55530001))
    done, bad = await bring(database, SUBSCRIBERS, write(HEADER + rows + "5550x,a,b,no\n"), replace=replace)
    assert (done.rows, done.bad_rows, done.changes) == (30001, 1, None)
    assert bad == [BadRow(30002, "line_number: expected 3 to 20 digits, found '5550x'")]
    assert await subscribers(database) == [("55500001", "before", "x", False)]


async def test_every_bad_row_is_named_repeated_numbers_too(database: Database, write: Write) -> None:
    rows = "55500001,a,x,no\n1,a,x,no\n55500002,a,x,no\n55500001,b,x,?\n55500001,b,,no\n55500001,,,no\n"
    file = write(HEADER + rows)
    done, bad = await bring(database, SUBSCRIBERS, file)
    assert bad == [
        BadRow(3, "line_number: expected 3 to 20 digits, found '1'"),
        BadRow(5, "key_account: expected yes or no, found '?'"),
        BadRow(7, "owner: empty"),
        BadRow(6, "line_number: the same as in line 2"),
    ]
    assert done.bad_rows == 4
    assert await subscribers(database) == []


async def test_gb18030(database: Database, write: Write) -> None:
    done, _ = await bring(
        database, EXCHANGES, write("prefix,branch,test_centre\n5550,样例分局,㐀\n", "gb18030")
    )
    assert done.encoding == "gb18030"
    async with database.reading() as connection:
        assert (await connection.execute(select(ExchangeRow.branch, ExchangeRow.test_centre))).one() == (
            "样例分局",
            "㐀",
        )


async def test_works_are_the_same_by_prefix_and_start(database: Database, write: Write) -> None:
    header = "prefix,starts,ends,text_zh,text_en\n"
    await bring(database, WORKS, write(header + "5550,2026-11-22T12:00,2026-11-22T14:00,样例,Sample\n"))
    longer = "5550,2026-11-22T04:00Z,2026-11-22T18:00,样例,Longer sample\n"
    next_day = "5550,2026-11-23T12:00,2026-11-23T14:00,,\n"
    done, _ = await bring(database, WORKS, write(header + longer + next_day))
    assert done.changes == Changes(added=1, updated=1, unchanged=0, removed=0)
    columns = select(PlannedWorksRow.starts, PlannedWorksRow.ends, PlannedWorksRow.text_en)
    async with database.reading() as connection:
        rows = (await connection.execute(columns.order_by(PlannedWorksRow.starts))).all()
    assert rows == [
        (datetime(2026, 11, 22, 4, tzinfo=UTC), datetime(2026, 11, 22, 10, tzinfo=UTC), "Longer sample"),
        (datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 23, 6, tzinfo=UTC), ""),
    ]


async def test_works_at_one_time_named_in_two_zones_are_one(database: Database, write: Write) -> None:
    rows = "5550,2026-11-22T12:00,2026-11-23,,\n5550,2026-11-22T04:00Z,2026-11-24,,\n"
    _, bad = await bring(database, WORKS, write("prefix,starts,ends,text_zh,text_en\n" + rows))
    assert bad == [BadRow(3, "prefix and starts: the same as in line 2")]


async def test_calls_read_the_old_rows_until_the_new_ones_stand(database: Database, write: Write) -> None:
    await bring(database, SUBSCRIBERS, write(HEADER + "55500001,before,x,no\n"))
    async with database.reading() as connection:
        owner = select(SubscriberRow.owner)
        assert (await connection.execute(owner)).scalar_one() == "before"
        await bring(database, SUBSCRIBERS, write(HEADER + "55500001,after,x,no\n"))
    assert (await subscribers(database))[0][1] == "after"


async def test_an_import_waits_for_another_writer(database: Database, write: Write) -> None:
    file = write(HEADER + "55500001,imported,x,no\n")
    async with database.writing() as connection:
        row = {"line_number": "55500001", "owner": "other", "address": "", "key_account": False}
        await connection.execute(insert(SubscriberRow).values(row))
        importing = asyncio.create_task(bring(database, SUBSCRIBERS, file))
        done, _ = await asyncio.wait({importing}, timeout=0.3)
        assert not done, "it went past a writer that was not finished"
    changed, _ = await importing
    assert changed.changes == Changes(added=0, updated=1, unchanged=0, removed=0)


class Stopped(Exception):  # noqa: N818 - what an operator does
    """The import's process is told to end."""


async def stop_half_way(database: Database) -> None:
    async with bulk(database) as work:
        await work.begin(writes=SUBSCRIBERS.table)
        await work.run(text("INSERT INTO subscribers VALUES ('55500001', 'a', '', false)"))
        raise Stopped


async def test_an_import_that_is_stopped_half_way_leaves_nothing(database: Database) -> None:
    with pytest.raises(Stopped):
        await stop_half_way(database)
    assert await subscribers(database) == []
    async with database.writing() as connection:  # and no lock stays behind
        assert (await connection.execute(select(func.count()).select_from(SubscriberRow))).scalar_one() == 0


async def test_a_database_without_tables_is_told_apart_from_a_bad_file(
    empty_database_url: str, write: Write
) -> None:
    database = Database(empty_database_url)
    with pytest.raises(DeskUnavailable):
        await bring(database, SUBSCRIBERS, write(HEADER + "55500001,a,x,no\n"))
    await database.close()
