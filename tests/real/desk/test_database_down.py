"""A database that is slow, stopped, locked, full or absent: calls go on, nothing is lost or doubled (R10)."""

import asyncio
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desk.call_desk import CallDesk
from desk.desk import Desk
from desk.errors import DeskUnavailable
from desk.models import FaultReportRow, LineTestRow, VisitRow
from tests.postgres import Postgres
from tests.real.desk.conftest import OpenDesk
from tests.real.desk.rows import LINE, end, enter, rows, stored, visit
from tests.waiting import until

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[3]
HANGING_SECONDS = 20.0
"""Far beyond every deadline: what takes so long hangs."""
QUICK = {"look_up_seconds": 0.4, "confirm_seconds": 0.4}


async def _refused(work: Awaitable[Any]) -> None:
    async with asyncio.timeout(HANGING_SECONDS):
        with pytest.raises(DeskUnavailable):
            await work


async def _all_refused(caller: CallDesk) -> None:
    await asyncio.gather(
        _refused(caller.look_up(LINE)),
        _refused(caller.exchange_of(LINE)),
        _refused(caller.report("1")),
        _refused(caller.confirm()),
    )


async def _reports(desk: Desk) -> list[tuple[str, bool, str]]:
    found = await rows(desk.database, FaultReportRow)
    return [(row["line_number"], row["confirmed"], row["outcome"]) for row in found]


@pytest.fixture(params=["postgresql"])
def database_url(request: pytest.FixtureRequest, postgres: Postgres) -> str:
    """Most of this page stops the server, so PostgreSQL only, empty; SQLite's faults are further down."""
    return postgres.new_database()


async def test_stopped_in_mid_call(open_desk: OpenDesk, postgres: Postgres) -> None:
    """SIGSTOP: connections stay open and nothing answers; SIGCONT: everything arrives, once."""
    desk = await open_desk(**QUICK)
    caller = visit(desk)
    await caller.look_up(LINE)
    with postgres.frozen():
        enter(caller)
        await caller.test_line(LINE)
        for _ in range(3):  # more than one caller's patience: connections are given up, not hoarded
            await _all_refused(caller)
        end(caller, "to_agent")
        other = visit(desk, "other")
        other.keyed("line_number", "87650002")
        end(other, "left")
        assert desk.journal.alarm == ""

    async def arrived() -> bool:
        return desk.writer.applied == desk.journal.last

    await until(arrived, seconds=60)
    assert await _reports(desk) == [(LINE, True, "to_agent"), ("87650002", False, "left")]
    assert len(await rows(desk.database, LineTestRow)) == 1
    assert len(await rows(desk.database, VisitRow)) == 2
    desk.rules = replace(desk.rules, look_up_seconds=HANGING_SECONDS, confirm_seconds=HANGING_SECONDS)
    again = visit(desk, "again")
    found = (await again.look_up(LINE)).open_report
    assert found is not None
    enter(again)
    assert await again.confirm()
    assert desk.alarms == []


async def test_absent_at_the_start(open_desk: OpenDesk, postgres: Postgres) -> None:
    """The service starts without it, journals, and carries everything over when it comes."""
    postgres.stop()
    try:
        desk = await open_desk(**QUICK)
        caller = visit(desk)
        enter(caller)
        await _all_refused(caller)
        end(caller, "to_agent")
        enter(visit(desk, "still talking"))

        async def noticed() -> bool:
            return desk.alarms == ["database is down, facts wait in the journal"]

        await until(noticed)
    finally:
        postgres.start()
    await asyncio.wait_for(stored(desk), 60)
    assert await _reports(desk) == [(LINE, True, "to_agent")]
    assert desk.alarms == []


async def test_killed_and_started_again(open_desk: OpenDesk, postgres: Postgres) -> None:
    """Broken connections in the pool are no reason to refuse a second caller."""
    desk = await open_desk()
    caller = visit(desk)
    await caller.look_up(LINE)
    postgres.stop()
    enter(caller)
    await _refused(caller.look_up(LINE))
    postgres.start()

    async def well() -> bool:
        try:
            return (await caller.look_up(LINE)).number == LINE
        except DeskUnavailable:
            return False

    await until(well)
    assert await caller.confirm()


async def test_stopped_for_good(open_desk: OpenDesk, postgres: Postgres, tmp_path: Path) -> None:
    """The service ends while the database is away: its journal stays, the next start carries it over."""
    desk = await open_desk(**QUICK)
    caller = visit(desk)
    enter(caller)
    with postgres.frozen():
        await _refused(caller.confirm())
        end(caller, "to_agent")
        async with asyncio.timeout(60):
            await desk.close()
    assert desk.journal.folder.boots("node1") == [desk.journal.boot]
    again = await open_desk()

    async def adopted() -> bool:
        return again.journal.folder.boots("node1") == [again.journal.boot]

    await until(adopted)
    assert await _reports(again) == [(LINE, True, "to_agent")]


# ---- SQLite -----------------------------------------------------------------------------------------------


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    """The file of a SQLite database."""
    return tmp_path / "faultline.sqlite3"


@contextmanager
def _locked(file: Path, *, readers_too: bool) -> Iterator[None]:
    """Another process's lock on the database: of writers, or of everybody."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        if readers_too:
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
        _begin(other, "BEGIN EXCLUSIVE" if readers_too else "BEGIN IMMEDIATE")
        other.execute("INSERT INTO number_series VALUES ('000000', 1)")
        yield
        other.execute("ROLLBACK")


def _begin(other: sqlite3.Connection, statement: str) -> None:
    """Take the lock as soon as it is to be had; without the shared memory of others SQLite itself won't wait."""
    deadline = time.monotonic() + 30
    while True:
        try:
            other.execute(statement)
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
        else:
            return


async def test_write_lock_held_by_another(open_desk: OpenDesk, sqlite_file: Path) -> None:
    """An import that runs for long: callers look lines up as ever, their reports wait and arrive."""
    desk = await open_desk(url=f"sqlite+aiosqlite:///{sqlite_file}", **QUICK)
    caller = visit(desk)
    enter(caller)
    await stored(desk)
    with _locked(sqlite_file, readers_too=False):
        assert (await caller.look_up(LINE)).number == LINE
        await _refused(caller.confirm())
        end(caller, "to_agent")
    await asyncio.wait_for(stored(desk), 60)
    assert await _reports(desk) == [(LINE, True, "to_agent")]


async def test_locked_for_readers_too(open_desk: OpenDesk, sqlite_file: Path) -> None:
    """Nobody gets in: look-ups are refused in time, and work again after."""
    url = f"sqlite+aiosqlite:///{sqlite_file}"
    await (await open_desk(url=url)).close()
    with _locked(sqlite_file, readers_too=True):
        desk = await open_desk(url=url, migrate_seconds=1.0, **QUICK)
        caller = visit(desk)
        enter(caller)
        await _all_refused(caller)
        end(caller, "to_agent")
    await asyncio.wait_for(stored(desk), 60)
    assert await _reports(desk) == [(LINE, True, "to_agent")]
    assert (await visit(desk, "c2").look_up(LINE)).open_report is not None


async def test_sqlite_absent_at_the_start(open_desk: OpenDesk, sqlite_file: Path) -> None:
    """Something else lies where the file should be."""
    await asyncio.to_thread(sqlite_file.mkdir)
    desk = await open_desk(url=f"sqlite+aiosqlite:///{sqlite_file}", **QUICK)
    caller = visit(desk)
    enter(caller)
    await _all_refused(caller)
    end(caller, "to_agent")
    await asyncio.to_thread(sqlite_file.rmdir)
    await asyncio.wait_for(stored(desk), 60)
    assert await _reports(desk) == [(LINE, True, "to_agent")]


def test_full_disk(sqlite_file: Path, tmp_path: Path) -> None:
    """R10, R11: neither journal nor database can grow; the dialog goes on, and later everything is stored."""
    url = f"sqlite+aiosqlite:///{sqlite_file}"
    command = [sys.executable, "-m", "tests.real.desk.full_disk", url, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["confirmed"] == "unavailable"
    assert told["alarms"] == 2
    assert told["look_up"] == LINE
    assert told["alarms_after"] == []
    assert told["reports"] == [[LINE, True, "to_agent"]]
