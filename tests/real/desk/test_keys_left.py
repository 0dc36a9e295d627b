"""Keys of an entry that a caller broke off by hanging up, on a real database, told of in any order (F1.14)."""

import asyncio
import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from desk.call_desk import CallDesk
from desk.database.database import Database
from desk.desk import Desk
from desk.fold.draft import LOST
from desk.journal.fact import Fact, Kind
from desk.models import CallRow, FaultReportRow, ReportEventRow, TechnicianMessageRow, VisitRow
from desk.store.store import Store
from tests.postgres import Postgres
from tests.real.desk.rows import CONTACT, LINE, SECOND_LINE, end, rows, stored, visit
from tests.waiting import until

pytestmark = pytest.mark.real

CALL, KEYS = "node1-1700000000.1", "5551"
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

Act = Callable[[CallDesk], None]


def keyed(field: str, value: str) -> Act:
    return lambda caller: caller.keyed(field, value)


def leaves(step: str, outcome: str = "left") -> Act:
    return lambda caller: end(caller, outcome, step)


@dataclass(frozen=True)
class Case:
    """What a visit did before its keys were left, and the reports of the call: line, contact, confirmed, keys."""

    reason: str
    acts: Sequence[Act]
    reports: list[tuple[str | None, str | None, bool, str | None]]


CASES = [
    Case(
        "at the line number: a report of the keys alone", [leaves("line_number")], [(None, None, False, KEYS)]
    ),
    Case(
        "at the line number again, after one that was not confirmed",
        [keyed("line_number", LINE), leaves("line_number")],
        [(LINE, None, False, KEYS)],
    ),
    Case(
        "at the contact number: never taken for one",
        [keyed("line_number", LINE), leaves("contact_number")],
        [(LINE, None, False, KEYS)],
    ),
    Case(
        "at another step: with the call alone",
        [keyed("line_number", LINE), leaves("line_test_busy")],
        [(LINE, None, False, None)],
    ),
    Case("at the menu: with the call alone", [leaves("hotline_menu")], []),
    Case("the caller went on: nothing was broken off", [leaves("line_number", "to_agent")], []),
]


@pytest.mark.parametrize("order", ["keys first", "end first"])
async def test_where_keys_are_kept(desk: Desk, order: str) -> None:
    """The dialog's end and the dialplan's word come by different ways, perhaps from different processes."""
    for n, case in enumerate(CASES):
        caller = visit(desk, f"c{n}")
        *before, leave = case.acts
        for act in before:
            act(caller)
        last: list[Callable[[], None]] = [
            functools.partial(desk.call_log.keys_left, f"c{n}", KEYS),
            functools.partial(leave, caller),
        ]
        for tell in last if order == "keys first" else reversed(last):
            tell()
            await stored(desk)
    calls = {row["call"]: row["keys_left"] for row in await rows(desk.database, CallRow)}
    assert calls == {f"c{n}": KEYS for n in range(len(CASES))}
    found = await rows(desk.database, FaultReportRow)
    for n, case in enumerate(CASES):
        told = [
            (row["line_number"], row["contact_number"], row["confirmed"], row["keys_left"])
            for row in found
            if row["call"] == f"c{n}"
        ]
        assert told == case.reports, case.reason
    events = [event["kind"] for event in await rows(desk.database, ReportEventRow)]
    assert events == ["kept_unconfirmed"] * len(found)


async def test_keys_told_of_before_anything_else_of_the_call(desk: Desk) -> None:
    """The journal of the dialog's process comes later."""
    desk.call_log.keys_left(CALL, KEYS)
    await stored(desk)
    assert await rows(desk.database, FaultReportRow) == []
    leaves("line_number")(visit(desk, CALL))
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    (told,) = await rows(desk.database, VisitRow)
    assert (report["keys_left"], report["last_step"], report["outcome"]) == (KEYS, "line_number", "left")
    assert report["visit"] == told["key"]


def told_by(boot: str, *told: tuple[Kind, dict[str, Any]], visit: str = "") -> list[Fact]:
    """Facts of one process."""
    return [
        Fact(
            node="node1",
            boot=boot,
            sequence=n,
            at=AT,
            mono=float(n),
            call=CALL,
            visit=visit,
            kind=kind,
            data=data,
        )
        for n, (kind, data) in enumerate(told, 1)
    ]


BEGAN = (Kind.VISIT_BEGAN, {"script": "fault_report", "caller": CONTACT, "dialled": "112", "language": "zh"})
ENDED = (
    Kind.VISIT_ENDED,
    {
        "outcome": "left",
        "reason": "",
        "last_step": "line_number",
        "durations": {},
        "tries": {},
        "language": "zh",
    },
)
DIALOGS = told_by("dialogs", BEGAN, ENDED, visit="dialogs-1")
FLOOR = told_by("floor", (Kind.KEYS_LEFT, {"digits": KEYS}))


@pytest.mark.parametrize(
    ("first", "second"), [(DIALOGS[1:], FLOOR), (FLOOR, DIALOGS[1:])], ids=["end", "keys"]
)
async def test_two_processes_store_at_the_same_moment(
    postgres: Postgres, migrated: str, first: list[Fact], second: list[Fact]
) -> None:
    """The second waits for the first's transaction, and then sees what it has stored."""
    database, store = Database(postgres.new_database(migrated)), Store(ZoneInfo("UTC"))
    await database.write(lambda connection: store.apply(connection, DIALOGS[:1]))

    async def waits() -> bool:
        async with database.reading() as looking:
            return bool((await looking.execute(WAITING)).scalar())

    async with database.engine.begin() as earlier:
        await earlier.run_sync(store.apply, first)
        later = asyncio.create_task(database.write(lambda connection: store.apply(connection, second)))
        await until(waits)
    await later
    (report,) = await rows(database, FaultReportRow)
    assert report["keys_left"] == KEYS
    await database.close()


async def test_a_confirmed_report_keeps_what_was_confirmed(desk: Desk) -> None:
    """The keys belong to the caller's next report."""
    first = visit(desk, CALL)
    first.keyed("line_number", LINE)
    await first.confirm()
    end(first, "reported", "what_else")
    leaves("line_number")(visit(desk, CALL))
    desk.call_log.keys_left(CALL, KEYS)
    await stored(desk)
    found = [
        (row["line_number"], row["confirmed"], row["keys_left"])
        for row in await rows(desk.database, FaultReportRow)
    ]
    assert found == [(LINE, True, None), (None, False, KEYS)]


@pytest.mark.parametrize("order", list(itertools.permutations(["keys", "end", "voice"])), ids="-".join)
async def test_a_message_in_the_voice_box_and_the_keys_are_one_report(
    desk: Desk, order: tuple[str, ...]
) -> None:
    """R3: the dialog died, the caller keyed the rest and left a message; three ways, in any order."""
    caller, recording = visit(desk, CALL), "recordings/2026/11/22/sample-voicemail-1.wav"
    message = {"recording": recording, "line_number": None, "contact_number": CONTACT, "language": "zh"}
    tell: dict[str, Callable[[], object]] = {
        "keys": functools.partial(desk.call_log.keys_left, CALL, KEYS),
        "end": functools.partial(end, caller, LOST, "line_number"),
        "voice": functools.partial(desk.journal.append, Kind.VOICEMAIL, CALL, message),
    }
    for name in order:
        tell[name]()
        await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    assert (report["keys_left"], report["line_number"], report["confirmed"]) == (KEYS, None, False)
    messages = [row["recording"] for row in await rows(desk.database, TechnicianMessageRow)]
    assert [report["symptom_recording"] or "", *messages].count(recording) == 1
    assert report["visit"] is not None


async def test_keys_are_never_a_report_that_a_caller_hears_of(desk: Desk) -> None:
    """F1.6: nobody's line has an open report because of them."""
    leaves("line_number")(visit(desk, CALL))
    desk.call_log.keys_left(CALL, SECOND_LINE)
    await stored(desk)
    assert (await visit(desk, "c2").look_up(SECOND_LINE)).open_report is None


async def test_keys_told_of_late_push_out_none_that_came_since(desk: Desk) -> None:
    """Each time those from before are told with them; by the file they come later than by the event."""
    leaves("line_number")(visit(desk, CALL))
    for told in ("55", "5599", "55", "5599"):
        desk.call_log.keys_left(CALL, told)
        await stored(desk)
    (call,) = await rows(desk.database, CallRow)
    (report,) = await rows(desk.database, FaultReportRow)
    assert (call["keys_left"], report["keys_left"]) == ("5599", "5599")
    desk.call_log.keys_left(CALL, "55")
    await stored(desk)
    assert [row["keys_left"] for row in await rows(desk.database, CallRow)] == ["5599"]


async def test_no_more_than_a_column_holds(desk: Desk) -> None:
    leaves("line_number")(visit(desk, CALL))
    desk.call_log.keys_left(CALL, "5" * 50)
    await stored(desk)
    found: list[dict[str, Any]] = await rows(desk.database, FaultReportRow)
    assert [row["keys_left"] for row in found] == ["5" * 40]
