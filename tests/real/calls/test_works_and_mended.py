"""Lines of which the service knows already: planned works, and a fault that is mended (F1.5, V4)."""

from collections.abc import Callable

import pytest

from tests.real.calls.steps import faultline, key_number_at_once, report_fault, reports, visit, visits
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]


async def test_a_line_in_planned_works(served: Served, caller: Callable[..., SippCaller]) -> None:
    """F1.5: V4, V11; 1 leads to the hotline's menu, no report is made."""
    async with caller() as phone:
        await phone.dial("112")
        await key_number_at_once(phone, "55519001")
        assert (await phone.hears("V4_works", language="zh", whole=True)).complete
        await phone.hears("V11", language="zh")
        await phone.press("1")
        await phone.hears("welcome", language="zh")
    first, second = await visits(served, phone, 2)
    assert (first["script"], first["outcome"], first["last_step"]) == (
        "fault_report",
        "planned_works",
        "what_else",
    )
    assert second["script"] == "hotline"
    assert served.of_call("fault_reports", phone.number) == []


async def test_a_line_that_is_mended(served: Served, caller: Callable[..., SippCaller]) -> None:
    """F1.5: reported, mended, and asked about again."""
    line = "55500130"
    async with caller() as phone:
        await phone.dial("112")
        await report_fault(phone, line)
    (report,) = await reports(served, phone)
    assert (report["confirmed"], report["status"]) == (True, "open")
    await faultline(served, "report", "mend", report["number"])
    async with caller() as phone:
        await phone.dial("112")
        await key_number_at_once(phone, line)
        assert (await phone.hears("V4_mended", language="zh", whole=True)).complete
        await phone.hears("V11", language="zh")
        await phone.press("2")
        await phone.hears("goodbye", language="zh")
        assert await phone.ended() == "them"
    row = await visit(served, phone)
    assert (row["outcome"], row["last_step"]) == ("mended", "what_else")
    (kept,) = [row for row in served.rows("fault_reports") if row["line_number"] == line]
    assert (kept["number"], kept["status"]) == (report["number"], "mended")
