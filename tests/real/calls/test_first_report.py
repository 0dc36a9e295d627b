"""One whole fault report on a real Asterisk, with real keys: 112, Mandarin, and the report is stored."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.real.served import Served
from tests.real.sipp import SippCaller
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]


async def test_a_first_report(served: Served, caller: Callable[[], SippCaller]) -> None:
    """F1.1, F1.2, F1.8-F1.13."""
    async with caller() as phone:
        await phone.dial("112")
        await phone.hears("V1", language="zh")
        await phone.press("55500101#")
        await phone.hears("55500101")
        await phone.hears("V2_confirm")
        await phone.press("1")
        await phone.hears("V5")
        await phone.press("#")
        await phone.hears("beep")
        spoken = await phone.speak(_speech())
        await phone.press("#")
        await phone.hears("V5_class")
        await phone.press("1")
        await phone.hears("class_1", within=30)
        await phone.hears(spoken)
        await phone.hears("V6_confirm")
        await phone.press("1")
        await phone.hears("report_number", whole=True)
        await phone.hears("V9", within=30)
        await phone.hears("V7")
        await phone.press("2")
        await phone.hears("V11")
        await phone.press("2")
        await phone.hears("goodbye")
        await phone.ended(within=10)
        number = phone.number

    async def stored() -> object:
        return served.of_call("fault_reports", number)

    (report,) = await until(stored)
    assert report["confirmed"]
    assert report["line_number"] == "55500101"
    assert report["contact_number"] == number
    assert report["number"] in {heard.digits for heard in phone.heard}
    assert (served.house.settings.folder / report["symptom_recording"]).stat().st_size > 16_000


def _speech() -> np.ndarray:
    """Three seconds that sound like nothing in the catalogue."""
    seconds = np.arange(3 * 8000) / 8000
    swell = np.sin(2 * np.pi * 3 * seconds) ** 2
    return (9000 * swell * np.sin(2 * np.pi * (300 + 200 * seconds) * seconds)).astype(np.int16)
