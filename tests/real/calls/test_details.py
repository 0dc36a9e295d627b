"""Where to reach the caller, what is wrong, and the confirmation of both (F1.9, F1.10), in both languages."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from testcalls.speech import warble
from tests.real.calls.at_once import few_at_once
from tests.real.calls.recordings import words_in
from tests.real.calls.telling import read_out, tells, the_report, to_the_details
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

Caller = Callable[..., SippCaller]

FIRST, SECOND = warble(1.5, seed=11), warble(1.5, seed=12)
SILENCE_SECONDS = 5.0
"""What ends a recording by itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is keyed at V5; an empty contact is the calling number, `#` no class."""

    clause: str
    language: str
    line: str
    contact: str
    kind: str


READ_BACK = [
    Entry("F1.9: keyed number, other trouble", "zh", "55510401", "87659701", "7"),
    Entry("F1.9: keyed number, no dial tone, English", "en", "55510402", "87659702", "1"),
    Entry("F1.9: the calling number, class skipped", "zh", "55510403", "", "#"),
    Entry("F1.9: the calling number, class skipped, English", "en", "55510404", "", "#"),
]


async def test_entering_the_details(served: Served, caller: Caller) -> None:
    """F1.9, F1.10: each way of entering them, in a call of its own."""
    await few_at_once(
        [
            *((entry.clause, functools.partial(reads_back, served, caller(), entry)) for entry in READ_BACK),
            ("F1.9: withheld", functools.partial(withheld_number, served)),
            ("F1.9: nothing said", functools.partial(nothing_said, served)),
            ("F1.10: both again", functools.partial(both_again, served, caller())),
            ("F1.10: silence", functools.partial(silent_at_the_end, served, caller())),
        ]
    )


async def reads_back(served: Served, phone: SippCaller, entry: Entry) -> None:
    """F1.9, F1.10: V6 tells the contact number, the class, and the caller's own words."""
    contact, language = entry.contact or phone.number, entry.language
    async with phone:
        await to_the_details(phone, entry.line, language)
        await phone.press(f"{entry.contact}#")
        await tells(phone, FIRST, entry.kind, language)
        await phone.hears("V6", language=language)
        await phone.hears("V6_symptom", language=language)
        assert read_out(phone, "V6") == contact
        if entry.kind != "#":
            await phone.hears(f"class_{entry.kind}", language=language)
        await phone.hears("spoken_1", whole=True)
        await phone.hears("V6_confirm", language=language)
        told = {heard.id for heard in phone.heard if heard.id.startswith("class_")}
        assert told == {f"class_{entry.kind}"} - {"class_#"}
    report = await the_report(served, entry.line)
    assert (report["contact_number"], report["language"]) == (contact, language)
    assert report["symptom_class"] == ("" if entry.kind == "#" else entry.kind)
    assert words_in(served, report["symptom_recording"], {"first": FIRST}) == ["first"]


async def withheld_number(served: Served) -> None:
    """F1.9: no calling number, so nothing to take for an empty entry: asked again."""
    line, contact, house = "55510405", "87659705", served.house
    async with SippCaller(house.server, house.repertoire, from_number="anonymous") as phone:
        await to_the_details(phone, line, "zh")
        await phone.press("#")
        await phone.hears("invalid")
        await phone.hears("V5")
        await phone.press(f"{contact}#")
        await phone.hears("V5_symptom")
    report = await the_report(served, line)
    assert (report["contact_number"], report["last_step"]) == (contact, "symptom")
    (call,) = [row for row in served.rows("calls") if row["call"] == report["call"]]
    assert call["caller"] == ""


async def nothing_said(served: Served) -> None:
    """F1.9: an end key at once, then silence, are nothing said; the third time is goodbye, what was keyed is kept."""
    line = "55510406"
    async with served.house.caller(from_number="87659706") as phone:
        await to_the_details(phone, line, "zh")
        await phone.press("#")
        await phone.hears("beep")
        await phone.press("#")
        await phone.hears("nothing_recorded")
        await phone.hears("beep")
        await phone.hears("nothing_recorded", within=SILENCE_SECONDS + 10)
        await phone.hears("beep")
        await phone.press("#")
        await phone.hears("nothing_recorded")
        await phone.hears("goodbye")
        assert await phone.ended() == "them"
    report = await the_report(served, line)
    assert (report["outcome"], report["last_step"]) == ("unconfirmed", "symptom")
    assert (report["confirmed"], report["contact_number"]) == (False, "87659706")


async def both_again(served: Served, phone: SippCaller) -> None:
    """F1.10: 2 enters number and symptom again; V6 and the report have the second ones."""
    line, first, second = "55510407", "87659707", "87659708"
    async with phone:
        await to_the_details(phone, line, "zh")
        await phone.press(f"{first}#")
        await tells(phone, FIRST, "2", "zh")
        await phone.hears("V6")
        await phone.hears("V6_confirm", within=30)
        await phone.press("2")
        await phone.hears("V5_contact")
        await phone.press(f"{second}#")
        await tells(phone, SECOND, "5", "zh")
        await phone.hears("class_5", within=30)
        assert read_out(phone, "V6") == second
        await phone.hears("spoken_2", whole=True)
        await phone.hears("V6_confirm")
        await phone.press("1")
        await phone.hears("report_number")
    report = await the_report(served, line)
    assert (report["confirmed"], report["contact_number"], report["symptom_class"]) == (True, second, "5")
    assert words_in(served, report["symptom_recording"], {"first": FIRST, "second": SECOND}) == ["second"]


async def silent_at_the_end(served: Served, phone: SippCaller) -> None:
    """F1.10 in English: no confirmation in three times asked: goodbye, and an unconfirmed report."""
    line = "55510409"
    async with phone:
        await to_the_details(phone, line, "en")
        await phone.press("#")
        await tells(phone, FIRST, "#", "en")
        await phone.hears("spoken_1")
        for _ in range(3):
            await phone.hears("V6_confirm", language="en")
        await phone.hears("goodbye", language="en")
        assert await phone.ended() == "them"
    report = await the_report(served, line)
    assert (report["confirmed"], report["outcome"]) == (False, "unconfirmed")
    assert report["last_step"] == "details_confirm"
    assert words_in(served, report["symptom_recording"], {"first": FIRST}) == ["first"]
