"""Lines of which the service knows already: planned works, and a fault that is mended (F1.5, V4)."""

import asyncio
from collections.abc import Callable

import pytest

from tests.real.calls.steps import faultline, key_number_at_once, report_fault, reports, visits
from tests.real.calls.telling import begin
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

WORKS = "55519001"
MENDED = "55500130"


async def test_a_line_of_which_the_service_knows(served: Served, caller: Callable[..., SippCaller]) -> None:
    """F1.5."""
    await asyncio.gather(_in_planned_works(served, caller()), _mended(served, caller(), caller()))


async def _in_planned_works(served: Served, phone: SippCaller) -> None:
    """V4, then V11: 1 leads to the hotline's menu; no report is made."""
    async with phone:
        await phone.dial("112")
        await key_number_at_once(phone, WORKS)
        assert (await phone.hears("V4_works", language="zh", whole=True)).complete
        await phone.hears("V11", language="zh")
        await phone.press("1")
        await phone.hears("welcome", language="zh")
    first, second = await visits(served, phone, 2)
    assert (first["outcome"], first["last_step"]) == ("planned_works", "what_else")
    assert (second["script"], second["outcome"]) == ("hotline", "left")
    assert served.of_call("fault_reports", phone.number) == []


async def _mended(served: Served, first: SippCaller, second: SippCaller) -> None:
    """Reported, mended, and asked about again in English: V4, V11, and 2 is goodbye."""
    async with first:
        await first.dial("112")
        await report_fault(first, MENDED)
    (report,) = await reports(served, first)
    assert (report["confirmed"], report["status"]) == (True, "open")
    await faultline(served, "report", "mend", report["number"])
    async with second:
        await begin(second, "en")
        await key_number_at_once(second, MENDED, language="en")
        assert (await second.hears("V4_mended", language="en", whole=True)).complete
        await second.hears("V11", language="en")
        await second.press("2")
        await second.hears("goodbye", language="en")
        assert await second.ended() == "them"
    _, row = await visits(served, second, 2)
    assert (row["outcome"], row["last_step"]) == ("mended", "what_else")
    (kept,) = [row for row in served.rows("fault_reports") if row["line_number"] == MENDED]
    assert (kept["number"], kept["status"]) == (report["number"], "mended")
