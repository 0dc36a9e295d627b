"""Every fact counts exactly once, whatever is interrupted or repeated (R10; design, decision 4)."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from desk.desk import Desk
from desk.fold.draft import LOST
from desk.journal.fact import Fact, Kind
from desk.journal.files import ASIDE
from desk.models import CallRow, FaultReportRow, JournalPositionRow, ReportEventRow, VisitRow
from desk.store.report_number import next_report_number
from desk.store.store import Store
from tests.real.desk.conftest import OpenDesk
from tests.real.desk.rows import LINE, end, enter, rows, stored, visit
from tests.waiting import until

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[3]
START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
STEPS: list[tuple[str, dict[str, Any]]] = [
    (Kind.VISIT_BEGAN, {"script": "fault_report", "caller": "1", "dialled": "112", "language": "zh"}),
    (Kind.KEYED, {"field": "line_number", "value": LINE}),
    (Kind.STEP, {"name": "V5", "at_seconds": 1.0}),
    (Kind.CONFIRMED, {}),
    (Kind.MESSAGE_KEPT, {"report": "", "take": "recordings/a.wav"}),
    (Kind.REPEATED, {"report": "", "line_number": LINE}),
    (Kind.VISIT_ENDED, {"outcome": "reported", "reason": "", "last_step": "V9", "durations": {}, "tries": {},
                        "language": "zh"}),
]  # fmt: skip
_runs = count(1)


def _facts(run: int, report: str) -> list[Fact]:
    facts = []
    for sequence, (kind, data) in enumerate(STEPS, start=1):
        known = data | {"report": report} if kind == Kind.REPEATED else data
        facts.append(
            Fact(node="node1", boot=f"run{run}", sequence=sequence, at=START + timedelta(seconds=sequence),
                 mono=float(sequence), call=f"c{run}", visit=f"run{run}-1", kind=kind, data=known)
        )  # fmt: skip
    return facts


class _CrashError(Exception):
    """The process dies before the commit."""


async def _carry(desk: Desk, store: Store, facts: Sequence[Fact], *, crash: bool) -> None:
    def transaction(connection: Connection) -> None:
        store.apply(connection, facts)
        if crash:
            raise _CrashError

    with suppress(_CrashError):
        await desk.database.write(transaction)


ATTEMPTS = st.lists(
    st.tuples(st.integers(0, len(STEPS) - 1), st.integers(1, len(STEPS)), st.booleans()), max_size=8
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(attempts=ATTEMPTS)
async def test_any_crash_and_any_replay(desk: Desk, attempts: list[tuple[int, int, bool]]) -> None:
    """Batches cut anywhere, repeated from anywhere, and lost before the commit."""
    run = next(_runs)
    first = visit(desk, f"other{run}")
    enter(first)
    report = await first.confirm()
    end(first)
    facts, store, applied = _facts(run, report), Store(ZoneInfo("UTC")), 0
    for start, length, crash in attempts:
        batch = facts[min(start, applied) :][:length]
        await _carry(desk, store, batch, crash=crash)
        applied = applied if crash else max(applied, batch[-1].sequence)
    await _carry(desk, store, facts, crash=False)
    await _carry(desk, store, facts, crash=False)
    reports = {row["call"]: row for row in await rows(desk.database, FaultReportRow)}
    assert reports[f"c{run}"]["outcome"] == "reported"
    assert reports[f"other{run}"]["repeat_count"] == 1
    kinds = Counter(
        event["kind"] for event in await rows(desk.database, ReportEventRow) if event["call"] == f"c{run}"
    )
    assert kinds == {"confirmed": 1, "message_kept": 1, "repeated": 1}
    assert len([v for v in await rows(desk.database, VisitRow) if v["call"] == f"c{run}"]) == 1


async def test_a_killed_service_loses_and_doubles_nothing(
    database_url: str, tmp_path: Path, open_desk: OpenDesk
) -> None:
    """R10, F1.14: kill -9 in mid-call again and again; the next start stores what was entered."""
    said: list[list[str]] = []
    chance = random.Random(7)
    for run in range(3):
        said += _call_until_killed(database_url, tmp_path, f"run{run}", lines=chance.randint(40, 120))
    desk = await open_desk()

    async def no_visit_open() -> bool:
        return all(row["ended_at"] for row in await rows(desk.database, VisitRow))

    await desk.former_boots.adopt()
    await stored(desk)
    await until(no_visit_open)
    reports = {row["call"]: row for row in await rows(desk.database, FaultReportRow)}
    assert len(reports) == len(await rows(desk.database, FaultReportRow))
    began = {words[1] for words in said if words[0] == "began"}
    assert began <= reports.keys()
    for words in said:
        if words[0] == "confirmed":
            assert (reports[words[1]]["number"], reports[words[1]]["confirmed"]) == (words[2], True)
    assert len({row["number"] for row in reports.values()}) == len(reports)
    ended = {words[1] for words in said if words[0] == "ended"}
    visits = {row["call"]: row for row in await rows(desk.database, VisitRow)}
    assert {visits[call]["outcome"] for call in ended} == {"reported", "left"}
    assert LOST in {row["outcome"] for row in visits.values()}
    assert {row["outcome_final"] for row in await rows(desk.database, CallRow)} == {False}

    async def no_journal_left() -> bool:
        return desk.journal.folder.boots("node1") == [desk.journal.boot]

    await until(no_journal_left)


def _call_until_killed(url: str, folder: Path, prefix: str, *, lines: int) -> list[list[str]]:
    command = [sys.executable, "-m", "tests.real.desk.calling", url, str(folder), prefix]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline().split() for _ in range(lines)]
        process.kill()
        said += [line.split() for line in process.stdout if line.endswith("\n")]
    return said


async def test_a_fact_that_is_refused_holds_up_nobody(desk: Desk, tmp_path: Path) -> None:
    """R10: put aside with an error, the rest is stored."""
    before, after = visit(desk, "before"), visit(desk, "after")
    enter(before)
    desk.journal.append(
        Kind.REPEATED, "bad", {"report": "no such report", "line_number": LINE}, visit="bad-1"
    )
    desk.journal.append("no_such_kind", "bad", {})
    enter(after)
    assert await after.confirm()
    end(before)
    end(after)
    await stored(desk)
    assert [row["call"] for row in await rows(desk.database, FaultReportRow)] == ["after", "before"]
    aside = (tmp_path / "journal" / ASIDE).read_bytes().splitlines(keepends=True)
    assert [Fact.parse(line).kind for line in aside] == [Kind.REPEATED, "no_such_kind"]
    assert desk.alarms == ["facts put aside: 2"]


async def test_two_services_of_one_node(open_desk: OpenDesk) -> None:
    """Each has its own boot, neither takes the other's visits for lost, numbers stay unique."""
    desks = [await open_desk(), await open_desk()]
    callers = [visit(desk, f"c{index}") for index, desk in enumerate(desks)]
    for index, caller in enumerate(callers):
        enter(caller, f"8765000{index}")
    await stored(desks[0])
    await stored(desks[1])
    for desk in desks:
        await desk.former_boots.adopt()
        await stored(desk)
    assert [row["ended_at"] for row in await rows(desks[0].database, VisitRow)] == [None, None]
    numbers = {await caller.confirm() for caller in callers}
    assert len(numbers) == 2
    positions = await rows(desks[0].database, JournalPositionRow)
    assert {row["boot"] for row in positions} == {desk.journal.boot for desk in desks}


async def test_a_service_that_stopped_leaves_no_journal(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = await open_desk()
    caller = visit(desk)
    enter(caller)
    end(caller)
    await desk.close()
    assert list((tmp_path / "journal").iterdir()) == []
    again = await open_desk()
    assert len(await rows(again.database, FaultReportRow)) == 1


async def test_report_numbers_grow_past_four_digits(open_desk: OpenDesk) -> None:
    """Day in the site's zone, four digits, five from the 10,000th on."""
    desk = await open_desk(site_zone="Asia/Shanghai")
    late = START.replace(hour=16, minute=30)  # already tomorrow in Shanghai

    def give_out(connection: Connection) -> list[str]:
        days = ((START, "Asia/Shanghai"), (late, "Asia/Shanghai"), (late, "UTC"))
        numbers = [next_report_number(connection, at, ZoneInfo(zone)) for at, zone in days]
        connection.exec_driver_sql("UPDATE number_series SET last = 9998 WHERE day = '261122'")
        return numbers + [next_report_number(connection, START, ZoneInfo("UTC")) for _ in range(3)]

    numbers = await desk.database.write(give_out)
    assert numbers == ["2611220001", "2611230001", "2611220002", "2611229999", "26112210000", "26112210001"]
