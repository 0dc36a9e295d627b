"""From the agents' queue back into the automatic flow, with what the caller entered before (F2.1, F1.3)."""

from collections.abc import Callable

import pytest

from tests.real.calls.steps import Away, key_number_at_once, reports, visits
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]


async def test_the_fourth_fallback_of_a_call_is_goodbye(
    served: Served, caller: Callable[..., SippCaller]
) -> None:
    """F1.3: three times to an agent, back each time (F2.1), and fails once more."""
    with served.house.knobs(MAX_TRIES=1, OVERFLOW_SECONDS=1):
        async with Away(served.house), caller() as phone:
            await phone.dial("112")
            for _ in range(3):
                await phone.hears("V1", language="zh")
                await phone.press("#")
                await phone.hears("to_agent", language="zh")
                await phone.hears("queue_question", language="zh")
                await phone.press("1")
            await phone.hears("V1", language="zh")
            await phone.press("#")
            await phone.hears("goodbye", language="zh")
            assert await phone.ended() == "them"
    rows = await visits(served, phone, 4)
    assert [row["outcome"] for row in rows] == ["to_agent"] * 3 + ["too_many_fallbacks"]
    assert {row["last_step"] for row in rows} == {"line_number"}
    assert {row["reason"] for row in rows} == {"no line number"}


async def test_the_number_of_the_first_visit_is_only_confirmed(
    served: Served, caller: Callable[..., SippCaller]
) -> None:
    """F2.1: back in the flow nothing has to be keyed twice, and there is one report of the call."""
    with served.house.knobs(OVERFLOW_SECONDS=1):
        async with Away(served.house), caller() as phone:
            await phone.dial("112")
            await key_number_at_once(phone, "55500150")
            await phone.hears("V5", within=30)
            await phone.press("0")
            await phone.hears("queue_question")
            await phone.press("1")
            await phone.hears("V2", language="zh")
            await phone.hears("55500150", language="zh")
            await phone.press("1")
            await phone.hears("V5", within=30)
    first, second = await visits(served, phone, 2)
    assert (first["outcome"], first["reason"], first["last_step"]) == (
        "to_agent",
        "caller asked",
        "contact_number",
    )
    assert (second["outcome"], second["last_step"]) == ("left", "contact_number")
    assert second["tries"] == {"contact_number": 1}
    (report,) = await reports(served, phone)
    assert (report["line_number"], report["confirmed"]) == ("55500150", False)
