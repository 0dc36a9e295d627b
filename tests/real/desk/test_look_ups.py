"""What a dialog looks up, on SQLite and on PostgreSQL (F1.4-F1.6, F1.8)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from desk import reports
from desk.desk import Desk
from desk.line_test.result import Verdict
from desk.models import (
    ExchangeRow,
    FaultReportRow,
    LineTestRow,
    PlannedWorksRow,
)
from tests.real.desk.rows import LINE, SECOND_LINE, confirmed_report, end, rows, stored, visit

pytestmark = pytest.mark.real


async def test_the_longest_prefix_is_the_exchange(desk: Desk) -> None:
    """F1.4."""
    async with desk.database.writing() as connection:
        longer = {"prefix": "87650", "branch": "Inner North", "test_centre": "North centre"}
        await connection.execute(insert(ExchangeRow).values(longer))
    caller = visit(desk)
    found = await caller.exchange_of(LINE)
    assert found is not None
    assert found.branch == "Inner North"
    shorter = await caller.exchange_of("87651234")
    assert shorter is not None
    assert shorter.branch == "North"
    assert await caller.exchange_of("5550001") is None
    assert await caller.exchange_of("") is None


async def test_a_line_in_one_look(desk: Desk) -> None:
    view = await visit(desk).look_up(SECOND_LINE)
    assert view.exchange is not None
    assert view.exchange.test_centre == "North centre"
    assert view.subscriber is not None
    assert (view.subscriber.owner, view.subscriber.key_account) == ("Sample Bank", True)
    assert (view.works, view.mended, view.open_report, view.last_test) == (None, False, None, None)


async def test_a_line_nobody_knows(desk: Desk) -> None:
    view = await visit(desk).look_up("5550001")
    assert (view.exchange, view.subscriber, view.works) == (None, None, None)


NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
WORKS: list[tuple[str, str, timedelta, timedelta, bool]] = [
    ("F1.5 of the exchange, in force", "8765", -HOUR, HOUR, True),
    ("F1.5 of a number range, in force", "876500", -HOUR, HOUR, True),
    ("F1.5 of this very line", LINE, -HOUR, HOUR, True),
    ("over already", "8765", -2 * HOUR, -HOUR, False),
    ("not begun yet", "8765", HOUR, 2 * HOUR, False),
    ("of another range", "876599", -HOUR, HOUR, False),
    ("longer than the number", LINE + "0", -HOUR, HOUR, False),
]


@pytest.mark.parametrize(("clause", "prefix", "starts", "ends", "hit"), WORKS, ids=[row[0] for row in WORKS])
async def test_planned_works(
    desk: Desk, clause: str, prefix: str, starts: timedelta, ends: timedelta, hit: bool
) -> None:
    now = datetime.now(UTC)
    row = {
        "prefix": prefix,
        "starts": now + starts,
        "ends": now + ends,
        "text_zh": "施工",
        "text_en": "Works",
    }
    async with desk.database.writing() as connection:
        await connection.execute(insert(PlannedWorksRow).values(row))
    caller = visit(desk)
    works = (await caller.look_up(LINE)).works
    assert (works is not None) == hit
    caller.keyed("line_number", LINE)
    end(caller, "works" if hit else "left")
    await stored(desk)
    assert len(await rows(desk.database, FaultReportRow)) == (0 if hit else 1)


async def test_mended(desk: Desk) -> None:
    """F1.5: mended within the site's hours, and no longer open."""
    number = await confirmed_report(desk)
    assert await reports.mend(desk.database, number)
    view = await visit(desk, "c2").look_up(LINE)
    assert (view.mended, view.open_report) == (True, None)
    caller = visit(desk, "c3")
    await caller.look_up(LINE)
    caller.keyed("line_number", LINE)
    end(caller, "mended")
    await stored(desk)
    assert len(await rows(desk.database, FaultReportRow)) == 1


async def test_mended_long_ago(desk: Desk) -> None:
    number = await confirmed_report(desk)
    await reports.mend(desk.database, number, at=datetime.now(UTC) - timedelta(hours=25))
    assert not (await visit(desk, "c2").look_up(LINE)).mended


async def test_mended_and_broken_again(desk: Desk) -> None:
    """An open report outweighs a mended one."""
    await reports.mend(desk.database, await confirmed_report(desk))
    again = await confirmed_report(desk, call="c-again")
    view = await visit(desk, "c3").look_up(LINE)
    assert not view.mended
    assert view.open_report is not None
    assert view.open_report.number == again


async def test_by_its_number(desk: Desk) -> None:
    number = await confirmed_report(desk)
    caller = visit(desk, "c2")
    found = await caller.report(number)
    assert found is not None
    assert (found.number, found.line_number) == (number, LINE)
    assert await caller.report("1") is None
    await reports.mend(desk.database, number)
    assert await caller.report(number) is None


async def test_a_line_test(desk: Desk) -> None:
    """F1.8, F1.6: the result is stored and is the last test of the line."""
    caller = visit(desk)
    results = [await caller.test_line(LINE), await caller.test_line(LINE)]
    await stored(desk)
    assert (await caller.look_up(LINE)).last_test == results[-1]
    assert (await caller.look_up(SECOND_LINE)).last_test is None
    tests = await rows(desk.database, LineTestRow)
    assert [test["verdict"] for test in tests] == [Verdict(result.verdict) for result in results]
