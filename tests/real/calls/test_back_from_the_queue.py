"""From the agents' queue back into the automatic flow, with what the caller entered before (F2.1, F1.3)."""

import asyncio
from collections.abc import Callable

import pytest

from tests.real.calls.steps import Away, key_number_at_once, reports, visits
from tests.real.calls.telling import begin
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]


async def test_key_1_leads_back_from_the_queue(served: Served, caller: Callable[..., SippCaller]) -> None:
    """F2.1: asked every OVERFLOW_SECONDS; an agent is signed in and away."""
    with served.house.knobs(MAX_TRIES=1, OVERFLOW_SECONDS=1):
        async with Away(served.house), Away(served.house, "english"):
            await asyncio.gather(_fails_four_times(served, caller()), _confirms_only(served, caller()))


async def _fails_four_times(served: Served, phone: SippCaller) -> None:
    """F1.3 in English: three times to an agent, back each time, and fails once more: goodbye."""
    async with phone:
        await begin(phone, "en")
        for _ in range(3):
            await phone.hears("V1", language="en")
            await phone.press("#")
            await phone.hears("to_agent", language="en")
            await phone.hears("queue_question", language="en")
            await phone.press("1")
        await phone.hears("V1", language="en")
        await phone.press("#")
        await phone.hears("goodbye", language="en")
        assert await phone.ended() == "them"
    _, *rows = await visits(served, phone, 5)
    assert [row["outcome"] for row in rows] == ["to_agent"] * 3 + ["too_many_fallbacks"]
    assert {(row["last_step"], row["reason"]) for row in rows} == {("line_number", "no line number")}


async def _confirms_only(served: Served, phone: SippCaller) -> None:
    """The number of the first visit has not to be keyed twice, and the call leaves one report."""
    number = "55500150"
    async with phone:
        await phone.dial("112")
        await key_number_at_once(phone, number)
        await phone.hears("V5", within=30)
        await phone.press("0")
        await phone.hears("queue_question", language="zh")
        await phone.press("1")
        await phone.hears("V2", language="zh")
        await phone.hears(number, language="zh")
        await phone.press("1")
        await phone.hears("testing", language="zh")
    first, second = await visits(served, phone, 2)
    told = (first["outcome"], first["reason"], first["last_step"])
    assert told == ("to_agent", "caller asked", "contact_number")
    assert (second["outcome"], second["last_step"], second["tries"]) == ("left", "line_test", {})
    (report,) = await reports(served, phone)
    assert (report["line_number"], report["confirmed"]) == (number, False)
