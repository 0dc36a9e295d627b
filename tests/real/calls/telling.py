"""The way through a report in either language, a part at a time, hearing each prompt in that language (F1.9)."""

from typing import Any

import numpy as np

from testcalls.g711 import RATE, Samples
from testcalls.handset import Handset
from tests.real.calls.steps import key_number_at_once
from tests.real.served import Served
from tests.waiting import until

PAUSE = RATE * 2 // 5


async def to_the_details(phone: Handset, line: str, language: str) -> None:
    """Up to V5, in this language."""
    await begin(phone, language)
    await key_number_at_once(phone, line, language=language)
    await phone.hears("V5", language=language, within=30)


async def begin(phone: Any, language: str) -> None:
    """112, or through the menu in English (F1.1)."""
    await phone.dial("112" if language == "zh" else "1000")
    if language == "en":
        await phone.hears("hotline_menu")
        await phone.press("9")
        await phone.hears("language_changed", language="en")
        await phone.press("1")


async def say(phone: Handset, words: Samples) -> None:
    """Say it, a short pause, `#`. Asterisk takes the last 0.2 s before a key off a recording (res_agi, RECORD FILE)."""
    await phone.speak(np.concatenate([words, np.zeros(PAUSE, np.int16)]))
    await phone.press("#")


async def tells(phone: Handset, words: Samples, kind: str, language: str) -> None:
    """F1.9: cut the prompt short, say what is wrong after the tone, `#`, and key its class."""
    await phone.hears("V5_symptom", language=language)
    await phone.press("*")
    await phone.hears("beep")
    await say(phone, words)
    await phone.hears("V5_class", language=language)
    await phone.press(kind)


def read_out(phone: Handset, since: str) -> str:
    """The number heard since this prompt, however long the machine let the pauses between its digits become."""
    last = max(n for n, heard in enumerate(phone.heard) if heard.id == since)
    return "".join(heard.digits for heard in phone.heard[last:])


async def the_report(served: Served, line: str) -> Any:
    """The one report of a line, once its call and the call's visits are over."""

    async def stored() -> list[Any]:
        rows = [*served.rows("calls"), *served.rows("visits")]
        going_on = {row["call"] for row in rows if row["ended_at"] is None}
        reports = [row for row in served.rows("fault_reports") if row["line_number"] == line]
        return reports if not {row["call"] for row in reports} & going_on else []

    (report,) = await until(stored)
    return report
