"""The hotline's menu (F1.1): what its keys lead to, and in which language."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.real.calls.steps import visits
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

Step = tuple[str, str]
"""A prompt that is waited for, and the keys pressed as soon as it is recognised."""


async def test_what_the_keys_lead_to(served: Served, caller: Callable[..., SippCaller]) -> None:
    """F1.1."""
    (agent,), (wrong, _), (services, message), _, _ = await asyncio.gather(
        # 0: an agent; nobody is signed in
        _call(served, caller(), [("hotline_menu", "0"), ("to_agent", ""), ("voicemail", "")], 1),
        # a key without a meaning, then 1: a fault report
        _call(
            served, caller(), [("welcome", "7"), ("invalid_key", ""), ("hotline_menu", "1"), ("V1", "")], 2
        ),
        # 2: other services, back, and again; there a message for the technician, and an agent after all
        _call(
            served,
            caller(),
            [
                ("welcome", "2"),
                ("other_services_menu", "2"),
                ("hotline_menu", "2"),
                ("other_services_menu", "1"),
                ("enter_report_number", "0"),
                ("to_agent", ""),
                ("voicemail", ""),
            ],
            2,
        ),
        _in_the_other_language(served, caller()),
        _says_goodbye(served, caller()),
    )
    assert _told(agent) == ("hotline", "to_agent", "caller asked", "hotline_menu", {"hotline_menu": 1})
    assert _told(wrong) == ("hotline", "fault_report", "", "hotline_menu", {"hotline_menu": 2})
    tries = {"hotline_menu": 2, "other_services": 2}
    assert _told(services) == ("hotline", "technician_message", "", "other_services", tries)
    tries = {"report_number": 1}
    assert _told(message) == ("technician_message", "to_agent", "caller asked", "report_number", tries)


async def test_operations_choose_the_language_of_the_first_word(
    served: Served, caller: Callable[..., SippCaller]
) -> None:
    """F1.1: DEFAULT_LANGUAGE, and 9 is Mandarin then."""

    async def menu() -> None:
        async with caller() as phone:
            await phone.dial("1000")
            await phone.hears("welcome", language="en")
            await phone.press("9")
            await phone.hears("language_changed", language="zh")
            await phone.hears("hotline_menu", language="zh")
        (row,) = await visits(served, phone)
        assert (row["outcome"], row["last_step"], row["language"]) == ("left", "hotline_menu", "zh")

    async def straight() -> None:
        async with caller() as phone:
            await phone.dial("112")
            await phone.hears("V1", language="en")
        (row,) = await visits(served, phone)
        assert (row["outcome"], row["last_step"], row["language"]) == ("left", "line_number", "en")

    with served.house.knobs(DEFAULT_LANGUAGE="en"):
        await asyncio.gather(menu(), straight())


async def _in_the_other_language(served: Served, phone: SippCaller) -> None:
    """9: English from here on, over all stages of the call."""
    async with phone:
        await phone.dial("1000")
        await phone.hears("hotline_menu", language="zh")
        await phone.press("9")
        await phone.hears("language_changed", language="en")
        for prompt, keys in (
            ("hotline_menu", "1"),
            ("V1", "55519011#"),
            ("V2", "1"),
            ("V4_works", "1"),
            ("hotline_menu", "0"),
            ("to_agent", ""),
            ("voicemail", ""),
        ):
            await phone.hears(prompt, language="en")
            if keys:
                await phone.press(keys)
    changed = next(n for n, heard in enumerate(phone.heard) if heard.id == "language_changed")
    assert {heard.language for heard in phone.heard[changed:]} == {"en"}, phone.told()
    rows = await visits(served, phone, 3)
    assert [row["script"] for row in rows] == ["hotline", "fault_report", "hotline"]
    assert [row["language"] for row in rows] == ["en"] * 3


async def _says_goodbye(served: Served, phone: SippCaller) -> None:
    """`*`, in English."""
    async with phone:
        await phone.dial("1000")
        await phone.hears("welcome")
        await phone.press("9")
        await phone.hears("language_changed", language="en")
        await phone.press("*")
        await phone.hears("goodbye", language="en")
        assert await phone.ended() == "them"
    (row,) = await visits(served, phone)
    assert _told(row) == ("hotline", "goodbye", "", "hotline_menu", {"hotline_menu": 2})


async def _call(served: Served, phone: SippCaller, steps: Sequence[Step], stages: int) -> list[Any]:
    async with phone:
        await phone.dial("1000")
        for prompt, keys in steps:
            await phone.hears(prompt, language="zh")
            if keys:
                await phone.press(keys)
    return await visits(served, phone, stages)


def _told(visit: Any) -> tuple[object, ...]:
    return tuple(visit[name] for name in ("script", "outcome", "reason", "last_step", "tries"))
