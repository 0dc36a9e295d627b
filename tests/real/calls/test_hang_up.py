"""R5, F1.14: a caller hangs up at every prompt, amid recordings and keys, and at the very beginning of the call.

The calls run a few at a time. What they leave behind is compared before and after (hardening.md's first sentence).
"""

import asyncio
import functools
import itertools
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.real.calls import leaving_places as places
from tests.real.calls.at_once import few_at_once
from tests.real.calls.footprint import footprint, settled
from tests.real.calls.leaving import Leaving, Left, check, ended, leave
from tests.real.calls.steps import Away, faultline
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

Caller = Callable[..., SippCaller]

LINES = itertools.count(55510200)
ENTRY_SECONDS = 3
"""The knob in these tests, to wait less for `silence`."""
AT_THE_BEGINNING = [("112", "CANCEL"), ("1000", "CANCEL"), ("112", "BYE"), ("1000", "BYE")] * 2


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def leaves_nothing(served: Served, caller: Caller) -> AsyncIterator[None]:
    """After a few calls, which open what stays open: no more than before when the test is over."""
    await few_at_once(("warming up", functools.partial(leave_early, caller, "112", "BYE")) for _ in range(4))
    await served.house.empty()
    before = await footprint(served)
    yield
    await settled(served, before)


async def test_at_the_very_beginning(served: Served, caller: Caller) -> None:
    """R5: CANCEL as soon as anything came back, BYE as soon as the call is answered."""
    jobs = ((how, functools.partial(leave_early, caller, number, how)) for number, how in AT_THE_BEGINNING)
    for number in await few_at_once(jobs):
        (_,) = await ended(served, "calls", number)
        for visit in served.of_call("visits", number):
            assert visit["outcome"] == "left"
            assert visit["last_step"] in ("", "line_number", "hotline_menu")
        assert served.of_call("fault_reports", number) == []


async def test_at_every_prompt(served: Served, caller: Caller) -> None:
    """R5, F1.14: the step reached, and all that was keyed and recorded, for every place in the flows."""
    staging = served.house.settings.folder / "lab.toml"
    staging.write_text(places.STAGED)
    try:
        with served.house.knobs(ENTRY_SECONDS=ENTRY_SECONDS):
            await everyone_leaves(served, caller, places.EVERY_PLACE)
    finally:
        staging.unlink()


async def test_where_a_report_is_known(served: Served, caller: Caller, repertoire_wav: Path) -> None:
    """R5 with F1.5-F1.7: open, with a technician's message, mended, reported too often."""
    known = await everyone_leaves(served, caller, [places.CONFIRMS] * 3)
    plain, told, mended = (left.line for left in known)
    numbers = [served.of_call("fault_reports", left.number)[0]["number"] for left in known]
    await asyncio.gather(
        faultline(served, "report", "message", numbers[1], str(repertoire_wav)),
        faultline(served, "report", "mend", numbers[2]),
    )
    rows = [
        *((leaving, plain) for leaving in places.REPEATED),
        *((leaving, told) for leaving in places.REPEATED_WITH_MESSAGE),
        *((leaving, mended) for leaving in places.MENDED),
    ]
    await few_at_once((leaving.where, functools.partial(leave_and_check, served, caller, leaving, line))
                      for leaving, line in rows)  # fmt: skip
    await few_at_once((leaving.where, functools.partial(leave_and_check, served, caller, leaving, plain))
                      for leaving in places.ONCE_TOO_OFTEN)  # fmt: skip


async def test_in_the_queue(served: Served, caller: Caller) -> None:
    """R5 behind the dialog: its verdict stands, and the call has its one record."""
    async with Away(served.house):
        await everyone_leaves(served, caller, places.WAITING)


@pytest.fixture
def repertoire_wav(prompts: Path) -> Path:
    """Some recording, to stand for a technician's words."""
    return prompts / "prompts" / "zh" / "V1.wav"


async def everyone_leaves(served: Served, caller: Caller, leavings: Iterable[Leaving]) -> list[Left]:
    """Each from a line of its own."""
    rows = [(leaving, leaving.line or str(next(LINES))) for leaving in leavings]
    return await few_at_once(
        (leaving.where, functools.partial(leave_and_check, served, caller, leaving, line))
        for leaving, line in rows
    )


async def leave_and_check(served: Served, caller: Caller, leaving: Leaving, line: str) -> Left:
    """One of them."""
    left = await leave(caller, leaving, line)
    await check(served, left)
    return left


async def leave_early(caller: Caller, number: str, how: str) -> str:
    """BYE once answered, or CANCEL before; the calling number."""
    async with caller() as phone:
        await phone.begin(number)
        if how == "BYE":
            await phone.answered()
        await phone.hang_up()
        assert phone.ended_by == "us"
        return phone.number
