"""A report accepted (F1.11), the message for the technician (F1.12), and what else there is (F1.13)."""

import functools
from collections.abc import Callable
from typing import Any

import pytest

from testcalls.handset import Handset
from testcalls.speech import warble
from tests.real.calls.at_once import few_at_once
from tests.real.calls.leaving import ended, leave
from tests.real.calls.leaving_places import CONFIRMS
from tests.real.calls.recordings import words_in
from tests.real.calls.staging import staged
from tests.real.calls.telling import read_out, say, tells, the_report, to_the_details
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

Caller = Callable[..., SippCaller]

WORDS = {"symptom": warble(1.5, seed=21), "first": warble(1.5, seed=22), "second": warble(1.5, seed=23)}
VERDICTS = {"zh": "open", "en": "foreign_voltage"}
AGAIN, KEPT, DROPPED, OPEN = "55510501", "55510502", "55510503", "55510504"
LAB = "".join(
    f'[lines.{line}]\ncondition = "{VERDICTS[language]}"\n'
    for line, language in ((AGAIN, "zh"), (KEPT, "en"), (DROPPED, "zh"))
)


async def test_accepted_reports(served: Served, caller: Caller) -> None:
    """F1.11-F1.13 in both languages, each way through them in a call of its own."""
    with staged(served, LAB):
        await few_at_once(
            [
                ("F1.12: again, then kept", functools.partial(keeps_the_second, served, caller())),
                ("F1.12: kept, English", functools.partial(keeps, served, caller())),
                ("F1.12: left without", functools.partial(drops, served, caller())),
                ("F1.12: for an open report", functools.partial(adds_a_message, served, caller)),
            ]
        )


async def keeps_the_second(served: Served, phone: SippCaller) -> None:
    """F1.12: 2 records again; the second message is the report's. F1.13: 1 leads to the hotline's menu."""
    async with phone:
        number = await is_accepted(phone, AGAIN, "zh")
        await phone.press("1")
        await phone.hears("V8", whole=True)
        await leaves_a_message(phone, "first", "spoken_2", "zh")
        await phone.press("2")
        await phone.hears("V8")
        await phone.press("*")
        await leaves_a_message(phone, "second", "spoken_3", "zh")
        await phone.press("1")
        await phone.hears("message_kept")
        await phone.hears("V11")
        await phone.press("1")
        await phone.hears("hotline_menu")
    await is_stored(served, AGAIN, number, "zh")
    await is_attached(served, phone, AGAIN, "second")


async def keeps(served: Served, phone: SippCaller) -> None:
    """F1.12, F1.13 in English: the very message is played back, and kept."""
    async with phone:
        number = await is_accepted(phone, KEPT, "en")
        await phone.press("1")
        await phone.hears("V8", language="en")
        await leaves_a_message(phone, "first", "spoken_2", "en")
        await phone.press("1")
        await phone.hears("message_kept", language="en")
        await phone.hears("V11", language="en")
        await phone.press("1")
        await phone.hears("hotline_menu", language="en")
    await is_stored(served, KEPT, number, "en")
    await is_attached(served, phone, KEPT, "first")


async def drops(served: Served, phone: SippCaller) -> None:
    """F1.12: 3 leaves without a message. F1.13: 2 is goodbye, and Asterisk ends the call."""
    async with phone:
        number = await is_accepted(phone, DROPPED, "zh")
        await phone.press("1")
        await phone.hears("V8")
        await leaves_a_message(phone, "first", "spoken_2", "zh")
        await phone.press("3")
        await phone.hears("V11")
        assert "message_kept" not in {heard.id for heard in phone.heard}
        await phone.press("2")
        await phone.hears("goodbye", whole=True)
        assert await phone.ended() == "them"
    await ended(served, "visits", phone.number)
    report = await is_stored(served, DROPPED, number, "zh")
    assert report["technician_message"] is None
    assert [row["kept"] for row in served.of_call("technician_messages", phone.number)] == [False]


async def adds_a_message(served: Served, caller: Caller) -> None:
    """F1.12 by "other services": for an open report, by its number; a number that is none is asked again."""
    await leave(caller, CONFIRMS, OPEN)
    number = (await the_report(served, OPEN))["number"]
    async with caller() as phone:
        await phone.dial("1000")
        await phone.hears("hotline_menu")
        await phone.press("2")
        await phone.hears("other_services_menu")
        await phone.press("1")
        await phone.hears("enter_report_number")
        await phone.press("99#")
        await phone.hears("report_unknown")
        await phone.press(f"{number}#")
        await phone.hears("V8")
        await phone.press("*")
        await leaves_a_message(phone, "second", "spoken_1", "zh")
        await phone.press("1")
        await phone.hears("message_kept")
        await phone.hears("V11")
        await phone.press("2")
        await phone.hears("goodbye")
        assert await phone.ended() == "them"
    await is_attached(served, phone, OPEN, "second")


async def is_accepted(phone: SippCaller, line: str, language: str) -> str:
    """F1.11: the report's number, the line test's verdict and V9 are heard; the number as it was heard, at V7."""
    await to_the_details(phone, line, language)
    await phone.press("#")
    await tells(phone, WORDS["symptom"], "4", language)
    await phone.hears("V6", language=language)
    await phone.press("1")
    await phone.hears("report_number", language=language)
    await phone.hears("test_result", language=language, within=30)
    number = read_out(phone, "report_number")
    await phone.hears(f"verdict_{VERDICTS[language]}", language=language)
    await phone.hears("V9", language=language, whole=True)
    await phone.hears("V7", language=language)
    return number


async def leaves_a_message(phone: Handset, words: str, known_as: str, language: str) -> None:
    """F1.12: after V8 the tone, words, `#`; the very words are played back before V10."""
    await phone.hears("beep")
    await say(phone, WORDS[words])
    assert (await phone.hears(known_as, whole=True)).complete
    await phone.hears("V10", language=language)


async def is_stored(served: Served, line: str, number: str, language: str) -> Any:
    """F1.11: confirmed, under the number that was heard, with the test whose verdict was heard."""
    report = await the_report(served, line)
    assert (report["number"], report["confirmed"], report["language"]) == (number, True, language)
    (test,) = [row for row in served.rows("line_tests") if row["call"] == report["call"]]
    assert (test["line_number"], test["verdict"]) == (line, VERDICTS[language])
    assert words_in(served, report["symptom_recording"], WORDS) == ["symptom"]
    return report


async def is_attached(served: Served, phone: SippCaller, line: str, words: str) -> None:
    """F1.12: the call's message is the report's, whole."""
    await ended(served, "visits", phone.number)
    report = await the_report(served, line)
    (message,) = served.of_call("technician_messages", phone.number)
    assert (message["report_id"], message["kept"], message["for_caller"]) == (report["id"], True, False)
    assert report["technician_message"] == message["recording"]
    assert words_in(served, message["recording"], WORDS) == [words]
