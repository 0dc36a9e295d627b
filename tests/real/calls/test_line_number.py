"""The line number: keyed, read back, confirmed, or not (F1.2-F1.4)."""

import asyncio
from collections.abc import Callable

import pytest

from tests.real.calls.steps import key_number, reports, visit
from tests.real.calls.telling import begin
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

NO_EXCHANGE = "5559#"


async def test_a_number_is_read_back_digit_by_digit_until_it_is_right(
    served: Served, caller: Callable[..., SippCaller]
) -> None:
    """F1.2: all ten digits in both languages; F1.1: both ways in."""
    await asyncio.gather(
        _in_mandarin(served, caller()),
        _in_english(served, caller()),
        _in_no_exchange(served, caller()),
        _in_a_hurry(served, caller()),
    )


async def _in_mandarin(served: Served, phone: SippCaller) -> None:
    """F1.2: 2 after V2 starts over."""
    async with phone:
        await phone.dial("112")
        await phone.hears("V1", language="zh")
        await phone.press("5550124#")
        await phone.hears("V2", language="zh")
        await phone.hears("V2_confirm", language="zh")
        await phone.press("2")
        await key_number(phone, "55503697801", language="zh")
        await phone.hears("testing", language="zh")
    await _kept(served, phone, "55503697801", "zh")


async def _in_no_exchange(served: Served, phone: SippCaller) -> None:
    """F1.4 in English: V3, enter again; it counts as a try."""
    async with phone:
        await begin(phone, "en")
        await phone.hears("V1", language="en")
        await phone.press(NO_EXCHANGE)
        assert (await phone.hears("V3", language="en", whole=True)).complete
        await key_number(phone, "55500111", language="en")
        await phone.hears("testing", language="en")
    await _kept(served, phone, "55500111", "en")


async def _in_english(served: Served, phone: SippCaller) -> None:
    async with phone:
        await phone.dial("1000")
        await phone.hears("welcome", language="zh")
        await phone.press("9")
        await phone.hears("language_changed", language="en")
        await phone.press("1")
        await phone.hears("V1", language="en")
        await phone.press("5551235#")
        await phone.hears("V2", language="en")
        await phone.press("2")
        await key_number(phone, "55514698702", language="en")
        await phone.hears("testing", language="en")
    await _kept(served, phone, "55514698702", "en")


async def _in_a_hurry(served: Served, phone: SippCaller) -> None:
    """F1.2: a key cuts every prompt short and is the first of the answer."""
    number = "55500110"
    keys = [("welcome", "1"), ("V1", f"{number}#"), ("V2", "2"), ("V1", f"{number}#"), ("V2", "1")]
    async with phone:
        await phone.dial("1000")
        for prompt, pressed in keys:
            heard = await phone.hears(prompt)
            await phone.press(pressed)
            assert not (await phone.ends(heard)).complete, phone.told()
        await phone.hears("testing")
    assert [heard.id for heard in phone.heard] == [*(prompt for prompt, _ in keys), "testing"]
    await _kept(served, phone, number, "zh")


async def _kept(served: Served, phone: SippCaller, number: str, language: str) -> None:
    (report,) = await reports(served, phone)
    assert not report["confirmed"]
    assert (report["line_number"], report["language"]) == (number, language)
    (row,) = [row for row in served.of_call("visits", phone.number) if row["script"] == "fault_report"]
    assert (row["outcome"], row["last_step"], row["language"]) == ("left", "line_test", language)
    assert row["tries"] == {"line_number": 2}


async def test_three_tries_and_then_an_agent(served: Served, caller: Callable[..., SippCaller]) -> None:
    """F1.3 in English: nothing, a wrong number and one that is not confirmed; nobody is signed in: the voice box."""
    with served.house.knobs(ENTRY_SECONDS=2, DEFAULT_LANGUAGE="en"):
        async with caller() as phone:
            await phone.dial("112")
            await phone.hears("V1", language="en")
            await phone.hears("silence", language="en")
            await phone.press(NO_EXCHANGE)
            await phone.hears("V3", language="en")
            await phone.press("55500112#")
            await phone.hears("V2_confirm", language="en")
            await phone.hears("to_agent", language="en")
            await phone.hears("voicemail", language="en")
    row = await visit(served, phone)
    assert (row["outcome"], row["reason"]) == ("to_agent", "no line number")
    assert (row["last_step"], row["tries"]) == ("line_number_confirm", {"line_number": 3})
    (report,) = await reports(served, phone)
    assert (report["confirmed"], report["line_number"]) == (False, "55500112")


async def test_operations_may_allow_one_try_only(served: Served, caller: Callable[..., SippCaller]) -> None:
    """F1.3: MAX_TRIES=1 gives the source's order; it holds from the next call on, without a restart."""
    with served.house.knobs(MAX_TRIES=1):
        async with caller() as phone:
            await phone.dial("112")
            await phone.hears("V1")
            await phone.press(NO_EXCHANGE)
            await phone.hears("to_agent")
            await phone.hears("voicemail")
    heard = [(heard.id, heard.language) for heard in phone.heard]
    assert heard == [(prompt, "zh") for prompt in ("V1", "to_agent", "nobody_there", "voicemail")]
    row = await visit(served, phone)
    assert (row["outcome"], row["tries"]) == ("to_agent", {"line_number": 1})
