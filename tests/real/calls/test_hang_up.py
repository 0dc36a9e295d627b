"""R5, F1.14: a caller hangs up at every prompt, amid recordings and keys, and at the very beginning of the call.

The calls run a few at a time. What they leave behind is compared before and after (hardening.md's first sentence).
"""

import asyncio
import contextlib
import functools
import itertools
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from ivr.prompts.catalogue import load_catalogues
from tests.real.calls import leaving_places as places
from tests.real.calls.at_once import few_at_once
from tests.real.calls.footprint import footprint, settled
from tests.real.calls.leaving import WORDS_BYTES, Leaving, Left, Trouble, check, ended, leave
from tests.real.calls.staging import staged
from tests.real.calls.steps import STORED_SECONDS, Away, faultline
from tests.real.served import Served
from tests.real.sipp import SippCaller
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

Caller = Callable[..., SippCaller]

LINES = itertools.count(55510200)
ENTRY_SECONDS = 3
"""The knob in these tests, to wait less for `silence`."""
NUMBERS = ("112", "1000") * 3


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def leaves_nothing(served: Served, caller: Caller) -> AsyncIterator[None]:
    """After a few calls, which open what stays open: no more than before when the test is over."""
    await few_at_once(("warming up", functools.partial(leave_early, caller, "112")) for _ in range(4))
    await served.house.empty()
    before = await footprint(served)
    yield
    await settled(served, before)


async def test_at_the_very_beginning(served: Served, caller: Caller) -> None:
    """R5: CANCEL as soon as anything came back, BYE as soon as the call is answered."""
    early = [(f"BYE {number}", functools.partial(leave_early, caller, number)) for number in NUMBERS]
    earlier = [(f"CANCEL {number}", functools.partial(cancel, served, caller, number)) for number in NUMBERS]
    for number in await few_at_once(early + earlier):
        (_,) = await ended(served, "calls", number)
        for visit in served.of_call("visits", number):
            assert visit["outcome"] == "left"
            assert visit["last_step"] in ("", "line_number", "hotline_menu")
        assert served.of_call("fault_reports", number) == []


async def test_no_prompt_is_left_out() -> None:
    """R5: what is not in the tables is a variant of something that is."""
    left_at = {row.turns[-1].hears for row in places.ALL}
    never = {prompt for prompt in load_catalogues()["zh"] if prompt not in left_at}
    variants = {prompt for prompt in never if prompt.startswith(("class_", "digit_", "verdict_"))}
    assert never == variants


async def test_at_every_prompt(served: Served, caller: Caller) -> None:
    """R5, F1.14: the step reached, and all that was keyed and recorded, for every place in the flows."""
    with staged(served, places.STAGED), served.house.knobs(ENTRY_SECONDS=ENTRY_SECONDS):
        await everyone_leaves(served, caller, places.EVERY_PLACE)
        with served.house.knobs(DEFAULT_LANGUAGE="en"):
            await everyone_leaves(served, caller, places.IN_ENGLISH)


async def test_where_a_report_is_known(served: Served, caller: Caller, words: Path) -> None:
    """R5 with F1.5-F1.7 (open, with a technician's message, mended, reported too often), and in the queue (F2.1)."""
    async with Away(served.house):
        waiting = asyncio.create_task(everyone_leaves(served, caller, places.WAITING))
        plain, told, mended = await lines_with_reports(served, caller, words)
        known_lines = [
            *(replace(row, line=plain) for row in places.REPEATED),
            *(replace(row, line=told) for row in places.REPEATED_WITH_MESSAGE),
            *(replace(row, line=mended) for row in places.MENDED),
        ]
        await everyone_leaves(served, caller, known_lines)
        await everyone_leaves(served, caller, [replace(row, line=plain) for row in places.ONCE_TOO_OFTEN])
        await waiting


async def test_where_the_dialplan_speaks(served: Served, caller: Caller) -> None:
    """R5 where no dialog is: nobody is signed in, a place in the queue, the database is away, the service is."""
    house = served.house
    async with Away(house, "english"):
        with house.knobs(PLACE=2, WAIT_MINUTES=14), staged(served, places.STAGED):
            await asyncio.gather(
                everyone_leaves(served, caller, [*places.WITHOUT_A_DIALOG, *places.TOLD_THE_PLACE]),
                leave_and_check(served, caller, places.DESK_AWAY, str(next(LINES)), lambda: locked(served)),
                leave_words(served, caller),
            )
    no_service = functools.partial(house.knobs, DIALOGS="agi://127.0.0.1:9")
    await leave_and_check(served, caller, places.NO_SERVICE, "", no_service)


async def leave_words(served: Served, caller: Caller) -> None:
    """At the voice box's last words: a report of what was said before them."""
    left = await leave(caller, places.HAS_SPOKEN, "")

    async def stored() -> list[Any]:
        return served.of_call("fault_reports", left.number)

    (report,) = await until(stored, seconds=STORED_SECONDS)
    assert (report["outcome"], report["contact_number"]) == ("voicemail", left.number)
    assert (served.house.settings.folder / report["symptom_recording"]).stat().st_size > WORDS_BYTES


@contextlib.contextmanager
def locked(served: Served) -> Iterator[None]:
    """Somebody else writes into the database, and goes on writing."""
    file = served.house.settings.folder / "faultline.sqlite3"
    with contextlib.closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def lines_with_reports(served: Served, caller: Caller, words: Path) -> list[str]:
    """Three lines: with an open report, with one whose technician left a message, with a mended one."""
    known = await everyone_leaves(served, caller, [places.CONFIRMS] * 3)
    numbers = [served.of_call("fault_reports", left.number)[0]["number"] for left in known]
    await asyncio.gather(
        faultline(served, "report", "message", numbers[1], str(words)),
        faultline(served, "report", "mend", numbers[2]),
    )
    return [left.line for left in known]


@pytest.fixture
def words(prompts: Path) -> Path:
    """Some recording, to stand for a technician's words."""
    return prompts / "prompts" / "zh" / "V1.wav"


async def everyone_leaves(served: Served, caller: Caller, leavings: Iterable[Leaving]) -> list[Left]:
    """Each from a line of its own."""
    rows = [(leaving, leaving.line or str(next(LINES))) for leaving in leavings]
    return await few_at_once(
        (leaving.where, functools.partial(leave_and_check, served, caller, leaving, line))
        for leaving, line in rows
    )


async def leave_and_check(
    served: Served, caller: Caller, leaving: Leaving, line: str, trouble: Trouble = contextlib.nullcontext
) -> Left:
    """One of them."""
    left = await leave(caller, leaving, line, trouble)
    await check(served, left)
    return left


async def leave_early(caller: Caller, number: str) -> str:
    """BYE as soon as the call is answered; the calling number."""
    async with caller() as phone:
        await phone.dial(number)
        await phone.hang_up()
        assert phone.ended_by == "us"
        return phone.number


async def cancel(served: Served, caller: Caller, number: str) -> str:
    """CANCEL as soon as anything came back (by our own SIP: SIPp's scenarios do not stand the crossing 200)."""
    calling = caller().number
    async with served.house.caller(from_number=calling) as phone:
        await phone.begin(number)
        await phone.hang_up()
        assert phone.ended_by == "us"
    return calling
