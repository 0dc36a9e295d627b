"""R10: the database stops, is locked or is not there while callers talk; they reach an agent, and nothing is lost."""

import asyncio
import contextlib
import itertools
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select

from desk.database.database import Database
from desk.models import Base
from testcalls.caller import TestCaller
from testcalls.repertoire import Repertoire
from tests.postgres import Postgres
from tests.real.faults.conftest import serving
from tests.real.faults.journey import PATIENCE, Traveller, Way, details_read_back, mandarin
from tests.real.served import Served
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

_NUMBERS = itertools.count(87658000)
KEYED, CONFIRMED, LATER, LOCKED = "55500501", "55500502", "55500503", "55500504"
STORED, SLOW = "55500505", "55500506"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def on_postgres(
    tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire, postgres: Postgres
) -> AsyncIterator[Served]:
    """The service on a PostgreSQL that the test can stop."""
    url = await asyncio.to_thread(postgres.new_database)
    folder = tmp_path_factory.mktemp("faults-postgres")
    environment = {"FAULTLINE_DATABASE_URL": url}
    async with serving(folder, prompts, repertoire, environment=environment, database_url=url) as served:
        yield served


async def _rows(served: Served, table: str, number: str) -> list[Any]:
    """Rows of the calls from this number, on whichever database the service uses."""
    database = Database(served.house.settings.store_url)
    calls, wanted = Base.metadata.tables["calls"], Base.metadata.tables[table]
    of_call = select(wanted).where(wanted.c.call.in_(select(calls.c.call).where(calls.c.caller == number)))
    try:
        async with database.reading() as connection:
            return list((await connection.execute(of_call)).mappings())
    finally:
        await database.close()


async def _closed_once(served: Served, number: str, *visits: str) -> None:
    """The call has ended and is one row; its visits ended with these outcomes."""

    async def ended() -> bool:
        rows = [*await _rows(served, "calls", number), *await _rows(served, "visits", number)]
        return len(rows) == 1 + len(visits) and all(row["ended_at"] for row in rows)

    assert await until(ended, seconds=40)
    assert [row["outcome"] for row in await _rows(served, "visits", number)] == list(visits)


def _caller(served: Served, number: str) -> TestCaller:
    return TestCaller(served.house.server, mandarin(served.house.repertoire), from_number=number)


async def _hears_that_the_desk_is_away(phone: TestCaller) -> None:
    await phone.hears("desk_trouble", within=PATIENCE)
    await phone.hears_any("voicemail", "beep", within=PATIENCE)
    await phone.hang_up()


async def _not_ready(served: Served, part: str) -> None:
    """503 with a reason, and each answer within the client's 5 s."""

    async def told() -> bool:
        status, text = await served.readiness()
        return status == httpx.codes.SERVICE_UNAVAILABLE and part in text

    assert await until(told, seconds=40)


async def test_stopped_under_two_callers(on_postgres: Served, postgres: Postgres) -> None:
    """SIGSTOP: a look-up and a confirmation give up in time; SIGCONT: everything is stored once."""
    served, keys, confirms = on_postgres, str(next(_NUMBERS)), str(next(_NUMBERS))
    async with _caller(served, keys) as first, _caller(served, confirms) as second:
        await Traveller(Way("details_confirm", before=details_read_back(CONFIRMED)), second).set_out()
        await first.dial("112")
        await first.hears("V1", within=PATIENCE)
        with postgres.frozen():
            await asyncio.gather(first.press(f"{KEYED}#"), second.press("1"))
            await asyncio.gather(_hears_that_the_desk_is_away(first), _hears_that_the_desk_is_away(second))
            await _not_ready(served, "database")
    await served.ready()
    await _closed_once(served, keys, "to_agent")
    await _closed_once(served, confirms, "to_agent")
    (keyed,) = await _rows(served, "fault_reports", keys)
    assert (keyed["line_number"], keyed["confirmed"]) == (KEYED, False)
    (confirmed,) = await _rows(served, "fault_reports", confirms)
    assert (confirmed["line_number"], confirmed["confirmed"]) == (CONFIRMED, True)
    assert (served.house.settings.folder / confirmed["symptom_recording"]).stat().st_size > 16_000


async def test_a_key_pressed_while_a_number_is_looked_up_counts(
    on_postgres: Served, postgres: Postgres
) -> None:
    """F1.2: nothing is played then, and Asterisk would drop the key; here it confirms the number before V2 is said."""
    async with _caller(on_postgres, str(next(_NUMBERS))) as phone:
        await phone.dial("112")
        await phone.hears("V1", within=PATIENCE)
        await phone.press(SLOW)
        with postgres.frozen():
            await phone.press("#1")
        heard = await phone.hears_any("V2", "desk_trouble", "testing", within=PATIENCE)
        assert heard.id == "testing"


async def test_absent_when_the_service_starts(on_postgres: Served, postgres: Postgres) -> None:
    """The service starts without it and takes calls; what it and its killed predecessor had is stored after."""
    served, before, after = on_postgres, str(next(_NUMBERS)), str(next(_NUMBERS))
    async with _caller(served, before) as early:
        await early.dial("112")
        await early.hears("V1", within=PATIENCE)
        await early.press(f"{LATER}#")
        await early.hears("V2", within=PATIENCE)
        await served.kill()
        await early.hears("trouble", within=PATIENCE)
    await asyncio.to_thread(postgres.stop)
    try:
        await served.start(wait=False)
        await _not_ready(served, "database")
        async with _caller(served, after) as phone:
            await phone.dial("112")
            await phone.hears("V1", within=PATIENCE)
            await phone.press(f"{LATER}#")
            await _hears_that_the_desk_is_away(phone)
    finally:
        await asyncio.to_thread(postgres.start)
    await served.ready()
    await _closed_once(served, before, "service_lost")
    await _closed_once(served, after, "to_agent")
    for number in (before, after):
        (report,) = await _rows(served, "fault_reports", number)
        assert (report["line_number"], report["confirmed"]) == (LATER, False)


@contextlib.contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Somebody else writes, and goes on writing."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_key_pressed_while_a_report_is_stored_counts(served: Served) -> None:
    """F1.11: the answer to V7 is pressed before the report has its number, and goes straight on to V11."""
    async with _caller(served, str(next(_NUMBERS))) as phone:
        await Traveller(Way("details_confirm", before=details_read_back(STORED)), phone).set_out()
        with _locked(served.house.settings.folder / "faultline.sqlite3"):
            await phone.press("12")
        heard = await phone.hears_any("report_number", "V7", "desk_trouble", "V11", within=PATIENCE)
        assert heard.id == "V11"


async def test_sqlite_locked_by_another_writer(served: Served) -> None:
    """The caller looks up as ever; the confirmation gives up in time and is stored later, once."""
    number = str(next(_NUMBERS))
    async with _caller(served, number) as phone:
        await Traveller(Way("details_confirm", before=details_read_back(LOCKED)), phone).set_out()
        with _locked(served.house.settings.folder / "faultline.sqlite3"):
            await phone.press("1")
            await _hears_that_the_desk_is_away(phone)
            await _not_ready(served, "database")
    await served.ready()
    await _closed_once(served, number, "to_agent")
    (report,) = await _rows(served, "fault_reports", number)
    assert (report["line_number"], report["confirmed"]) == (LOCKED, True)
