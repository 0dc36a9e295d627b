"""R2: the service is stopped (SIGSTOP) under twenty callers in a menu; and its polite end (SIGTERM)."""

import asyncio
import contextlib
import itertools
import signal
from typing import Any

import pytest

from testcalls.caller import TestCaller
from tests.real.faults.journey import PATIENCE, mandarin
from tests.real.house import House
from tests.real.served import Served
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

CALLERS = 20
_NUMBERS = itertools.count(87657500)


async def test_twenty_callers_in_a_menu_of_a_service_that_hangs(served: Served, staffed: House) -> None:
    """R2: each stays, hears one sentence and waits for an agent, one who calls meanwhile, too; the service that
    wakes up harms nobody."""
    *numbers, late = (str(next(_NUMBERS)) for _ in range(CALLERS + 1))
    ear = mandarin(staffed.repertoire, "hotline_menu", "trouble")
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(
            staffed.knobs(ENTRY_SECONDS=25)
        )  # nobody leaves the menu before the last has come
        callers = [TestCaller(staffed.server, ear, from_number=number) for number in (*numbers, late)]
        *phones, newcomer = [await stack.enter_async_context(caller) for caller in callers]
        await asyncio.gather(*(phone.dial("1000") for phone in phones))
        await asyncio.gather(*(phone.hears("hotline_menu", within=PATIENCE) for phone in phones))
        served.process.send_signal(signal.SIGSTOP)
        await newcomer.dial("1000")
        await asyncio.gather(*(phone.hears("trouble", within=PATIENCE) for phone in (*phones, newcomer)))
        await staffed.until(lambda: staffed.waiting() == CALLERS + 1, within=30, what="all in the queue")
        served.process.send_signal(signal.SIGCONT)
        await served.ready()
        await staffed.until(lambda: staffed.waiting() == CALLERS + 1, what="all still in the queue")
        assert [phone for phone in (*phones, newcomer) if phone.over] == []
        await asyncio.gather(*(phone.hang_up() for phone in (*phones, newcomer)))
    await _ended_once(served, numbers)
    assert len(_of(served, "calls", [late])) == 1


async def _ended_once(served: Served, numbers: list[str]) -> None:
    """One call and one visit of each, both over."""

    async def over() -> bool:
        rows = [row for table in ("calls", "visits") for row in _of(served, table, numbers)]
        return len(rows) >= 2 * len(numbers) and all(row["ended_at"] for row in rows)

    assert await until(over, seconds=40)
    for table in ("calls", "visits"):
        assert sorted(row["caller"] for row in _of(served, table, numbers)) == sorted(numbers)
    assert {row["outcome"] for row in _of(served, "visits", numbers)} == {"left"}


def _of(served: Served, table: str, numbers: list[str]) -> list[Any]:
    return [row for row in served.rows(table) if row["caller"] in numbers]


async def test_a_polite_stop_lets_the_dialog_finish(served: Served, staffed: House) -> None:
    """R3: SIGTERM; the caller in a dialog goes on with it, a new one hears the fallback at once."""
    number, late = str(next(_NUMBERS)), str(next(_NUMBERS))
    async with staffed.caller(from_number=number) as phone, staffed.caller(from_number=late) as newcomer:
        await phone.dial("112")
        await phone.hears("V1", within=PATIENCE)
        served.process.send_signal(signal.SIGTERM)
        await phone.press("55500401#")
        await phone.hears("V2", within=PATIENCE)
        await newcomer.dial("112")
        await newcomer.hears("trouble", within=PATIENCE)
        await phone.press("1")
        await phone.hears("V5", within=PATIENCE)
        await phone.press("0")
        await phone.hears("to_agent", within=PATIENCE)
        await served.stop()
        await staffed.until(lambda: staffed.waiting() == 2, what="both in the queue")
    await served.start()
    (visit,) = served.of_call("visits", number)
    assert (visit["outcome"], visit["last_step"]) == ("to_agent", "contact_number")
    (report,) = served.of_call("fault_reports", number)
    assert (report["line_number"], report["confirmed"]) == ("55500401", False)
