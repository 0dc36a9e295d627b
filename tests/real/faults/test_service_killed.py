"""R3: the service is killed (-9) while callers stand at every step; each is told so, and nothing entered is lost.

All callers of a kill stand at their step at the same moment; then the service starts again.
"""

import asyncio
import contextlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from desk.fold.draft import LOST
from testcalls.caller import TestCaller
from tests.real.faults.journey import (
    PATIENCE,
    Traveller,
    Way,
    details_read_back,
    mandarin,
    message_begun,
    murmur,
    number_entered,
    symptom_begun,
)
from tests.real.faults.rows import insert_report
from tests.real.served import Served
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

_NUMBERS = itertools.count(87656000)
LEAVES_A_MESSAGE = "line_number_confirm"
"""The caller at this step leaves a message in the voice box."""
REPEATED, BUSY, SLOW, WORKS = "55500261", "55500262", "55500263", "55519001"
OTHER_SERVICES = ("hotline_menu", "2")


@dataclass(frozen=True, slots=True)
class Left:
    """What must be there of a call afterwards; `confirmed` None: no report. `visits` counts the menu's before it."""

    confirmed: bool | None = None
    contact: bool = False
    symptom: bool = False
    symptom_class: str | None = None
    messages: int = 0
    repeats: int = 0
    visits: int = 1


Row = tuple[str, Way, Left]


FIRST: tuple[Row, ...] = (
    ("nothing entered yet", Way("line_number", until="V1"), Left()),
    (
        "F1.14: keyed, not confirmed",
        Way("line_number_confirm", "55500201", after=(("V1", "55500201#"),), until="V2"),
        Left(confirmed=False),
    ),
    (
        "F1.8: waiting for the test head",
        Way("line_test_busy", BUSY, before=(("V1", f"{BUSY}#"),), after=(("V2", "1"),), until="test_busy"),
        Left(confirmed=False),
    ),
    (
        "F1.9: the number is confirmed",
        Way("contact_number", "55500202", after=number_entered("55500202"), until="V5"),
        Left(confirmed=False),
    ),
    (
        "F1.9: in the middle of the recording",
        Way("symptom", "55500203", before=symptom_begun("55500203")),
        Left(confirmed=False, contact=True, symptom=True),
    ),
    (
        "F1.9: the symptom is recorded",
        Way(
            "symptom_class",
            "55500204",
            before=symptom_begun("55500204"),
            after=(("", "#"),),
            until="V5_class",
        ),
        Left(confirmed=False, contact=True, symptom=True),
    ),
    (
        "F1.10: read back, not confirmed",
        Way("details_confirm", "55500205", before=details_read_back("55500205")),
        Left(confirmed=False, contact=True, symptom=True, symptom_class="2"),
    ),
)
SECOND: tuple[Row, ...] = (
    (
        "F1.11: confirmed, the report number is being read out",
        Way(
            "wants_message",
            "55500206",
            before=details_read_back("55500206"),
            after=(("", "1"),),
            until="report_number",
        ),
        Left(confirmed=True, contact=True, symptom=True, symptom_class="2"),
    ),
    (
        "F1.12: in the middle of the message",
        Way("technician_message", "55500207", before=message_begun("55500207")),
        Left(confirmed=True, contact=True, symptom=True, symptom_class="2", messages=1),
    ),
    (
        "F1.12: recorded, not yet kept",
        Way(
            "message_confirm",
            "55500208",
            before=details_read_back("55500208"),
            after=(*message_begun("55500208")[len(details_read_back("55500208")) :], ("", "#")),
            until="V10",
        ),
        Left(confirmed=True, contact=True, symptom=True, symptom_class="2", messages=1),
    ),
    (
        "F1.13: V11 after a confirmed report",
        Way(
            "what_else",
            "55500209",
            before=details_read_back("55500209"),
            after=(("", "1"), ("report_number", "2")),
            until="V11",
        ),
        Left(confirmed=True, contact=True, symptom=True, symptom_class="2"),
    ),
    (
        "F1.8: the line is being tested",
        Way("line_test", SLOW, after=number_entered(SLOW), until="testing"),
        Left(confirmed=False),
    ),
    (
        "F1.6: a repeat report, counted once",
        Way("ask_agent", REPEATED, after=number_entered(REPEATED), until="repeat_open"),
        Left(repeats=1),
    ),
    (
        "F1.5: told of planned works, no report is due",
        Way("what_else", WORKS, after=number_entered(WORKS), until="V4_works"),
        Left(),
    ),
    ("F1.1: in the menu", Way("hotline_menu", dialled="1000", until="hotline_menu"), Left()),
    (
        "F1.1: in the other services",
        Way("other_services", dialled="1000", after=(OTHER_SERVICES,), until="other_services_menu"),
        Left(),
    ),
    (
        "F1.12: asked for a report's number",
        Way(
            "report_number",
            dialled="1000",
            after=(OTHER_SERVICES, ("other_services_menu", "1")),
            until="enter_report_number",
        ),
        Left(visits=2),
    ),
)


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller of a kill, afterwards."""

    way: Way
    number: str
    told: str


def _stage(served: Served, seconds: float) -> None:
    """How long a line's test takes from now on; one line is never free."""
    text = f"[head]\nseconds = {seconds}\n[lines.{BUSY}]\nbusy_seconds = 600\n"
    _stage_file(served).write_text(text)


def _stage_file(served: Served) -> Path:
    return served.house.settings.folder / "lab.toml"


async def _kill_under(served: Served, ways: Sequence[Way], last_test: float) -> list[Caller]:
    """All on their ways, kill -9, and what each hears then. The test of who is not yet that far takes `last_test`."""
    house = served.house
    _stage(served, 0.5)
    ear = mandarin(house.repertoire)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(_stage_file(served).unlink)
        callers = []
        for way in ways:
            number = str(next(_NUMBERS))
            phone = TestCaller(house.server, ear, from_number=number)
            await stack.enter_async_context(phone)
            callers.append((number, Traveller(way, phone)))
            stack.push_async_callback(callers[-1][1].fall_silent)
        await asyncio.gather(*(caller.set_out() for _, caller in callers))
        _stage(served, last_test)
        await asyncio.gather(*(caller.arrive() for _, caller in callers))
        await served.kill()
        await asyncio.gather(*(_hears_the_fallback(caller) for _, caller in callers))
        told = [Caller(caller.way, number, caller.phone.told()) for number, caller in callers]
    await house.empty(within=30)
    return told


async def _hears_the_fallback(caller: Traveller) -> None:
    """One sentence, and nobody is signed in: the voice box, recognised at the latest by its beep."""
    await caller.fall_silent()
    await caller.phone.hears("trouble", within=PATIENCE)
    await caller.phone.hears_any("voicemail", "beep", within=PATIENCE)
    if caller.way.step == LEAVES_A_MESSAGE:
        await caller.phone.hears("beep", within=PATIENCE)
        await caller.phone.media.speak(murmur(2.0))
    await caller.phone.hang_up()


async def _settled(served: Served, callers: Sequence[Caller]) -> None:
    """The service is up again and has closed what its predecessor left."""
    numbers = {caller.number for caller in callers}

    async def all_closed() -> bool:
        calls = [row for row in served.rows("calls") if row["caller"] in numbers]
        visits = [row for row in served.rows("visits") if row["caller"] in numbers]
        ended = all(row["ended_at"] for row in (*calls, *visits))
        return ended and {row["caller"] for row in calls} == numbers

    assert await until(all_closed, seconds=40)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def aftermath(served: Served) -> dict[Way, Caller]:
    """Two kills, seven and ten callers; the service runs again."""
    insert_report(served, REPEATED)
    callers: list[Caller] = []
    for rows, last_test in ((FIRST, 0.5), (SECOND, 60.0)):
        callers += await _kill_under(served, [way for _, way, _ in rows], last_test)
        await served.start()
    await _settled(served, callers)
    return {caller.way: caller for caller in callers}


@pytest.mark.parametrize(
    ("way", "left"),
    [pytest.param(way, left, id=f"{way.step}: {reason}") for reason, way, left in (*FIRST, *SECOND)],
)
async def test_what_a_caller_had_entered_is_kept_once(
    served: Served, aftermath: dict[Way, Caller], way: Way, left: Left
) -> None:
    """R3: one call, one lost visit, one report at most; the step at which the service was lost is on both."""
    number = aftermath[way].number
    (call,) = served.of_call("calls", number)
    assert call["ended_at"] is not None
    visits = served.of_call("visits", number)
    assert len(visits) == left.visits
    lost = [visit["last_step"] for visit in visits if visit["outcome"] == LOST]
    assert lost == [way.step], aftermath[way].told
    reports = [row for row in served.of_call("fault_reports", number) if row["visit"] is not None]
    if left.confirmed is None:
        assert reports == []
    else:
        (report,) = reports
        assert (report["outcome"], report["last_step"]) == (LOST, way.step)
        assert (report["line_number"], report["confirmed"]) == (way.line, left.confirmed)
        assert not left.contact or report["contact_number"] == number
        assert report["symptom_class"] == left.symptom_class
        if way.step != LEAVES_A_MESSAGE:
            assert (report["symptom_recording"] is not None) is left.symptom
    repeats = [row for row in served.of_call("report_events", number) if row["kind"] == "repeated"]
    assert len(repeats) == left.repeats


@pytest.mark.parametrize(
    ("way", "left"),
    [pytest.param(way, left, id=way.step) for _, way, left in (*FIRST, *SECOND) if left.symptom],
)
async def test_what_a_caller_had_said_is_kept(
    served: Served, aftermath: dict[Way, Caller], way: Way, left: Left
) -> None:
    """R3: Asterisk closes a recording that was under way; symptom and message hold what was said."""
    number = aftermath[way].number
    (report,) = served.of_call("fault_reports", number)
    messages = [row for row in served.of_call("technician_messages", number) if not row["kept"]]
    assert [(row["kept"], row["report_id"]) for row in messages] == [(False, report["id"])] * left.messages
    for recording in (report["symptom_recording"], *(row["recording"] for row in messages)):
        assert (served.house.settings.folder / recording).stat().st_size > 16_000


async def test_a_voice_message_left_meanwhile_joins_the_report(
    served: Served, aftermath: dict[Way, Caller]
) -> None:
    """R3: the number was keyed, the message came through the dialplan alone: one report has both."""
    caller = next(caller for way, caller in aftermath.items() if way.step == LEAVES_A_MESSAGE)

    async def kept() -> list[str]:
        messages = [row["recording"] for row in served.of_call("technician_messages", caller.number)]
        reports = [row["symptom_recording"] for row in served.of_call("fault_reports", caller.number)]
        return [name for name in (*messages, *reports) if name]

    (recording,) = await until(kept)
    assert (served.house.settings.folder / recording).stat().st_size > 16_000
    (report,) = served.of_call("fault_reports", caller.number)
    assert report["line_number"] == "55500201"
