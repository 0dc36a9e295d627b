"""The automatic fault report, clause by clause (F1.2-F1.14), with a scripted caller and a real desk."""

from typing import Any

import pytest

from desk.reports import mend
from ivr.said import Digits
from ivr.scripted_caller import Reaction, ScriptedCaller, at
from tests.unit.agi_scripts.visits import Hotline

LINE = "55500101"
NUMBER = (at("V1", presses=f"{LINE}#"), at("V2_confirm", presses="1"))
DETAILS = (
    at("V5_contact", presses="#"),
    at("V5_symptom", speaks=3.0, presses="#"),
    at("V5_class", presses="2"),
)
CONFIRM = (at("V6_confirm", presses="1"),)
NO_MORE = (at("V7", presses="2"), at("V11", presses="2"))
FIRST = (*NUMBER, *DETAILS, *CONFIRM, *NO_MORE)


def next_stop(caller: ScriptedCaller) -> tuple[str, str]:
    """What the dialplan reads."""
    return caller.variables.get("IVR_DONE", ""), caller.variables.get("IVR_NEXT", "")


async def test_a_first_report_from_v1_to_goodbye(hotline: Hotline) -> None:
    """F1.2, F1.8-F1.13: every prompt in its order, and the report with its number."""
    caller = await hotline.visit(*FIRST)
    report = await hotline.report()
    (test,) = await hotline.rows("line_tests")
    assert [said for said in caller.heard if not hasattr(said, "path")] == [
        *("V1", "V2", Digits(LINE), "V2_confirm", "testing", "V5", "V5_contact"),
        *("V5_symptom", "beep", "V5_class"),
        *("V6", Digits("5550001"), "V6_symptom", "class_2", "V6_confirm"),
        *("report_number", Digits(report["number"]), "test_result", f"verdict_{test['verdict']}", "V9"),
        *("V7", "V11", "goodbye"),
    ]
    assert next_stop(caller) == ("1", "goodbye")
    assert (report["line_number"], report["contact_number"], report["symptom_class"]) == (
        LINE,
        "5550001",
        "2",
    )
    assert report["confirmed"]
    assert report["outcome"] == "reported"
    assert report["symptom_recording"]


@pytest.mark.parametrize(
    ("clause", "script", "heard", "outcome", "goes_to"),
    [
        ("F1.2 2 at V2 starts over", (at("V1", presses="999#"), *FIRST), "V3", "reported", "goodbye"),
        (
            "F1.2 not confirmed, then right",
            (at("V1", presses="55500102#"), at("V2_confirm", presses="2"), *FIRST),
            "V2",
            "reported",
            "goodbye",
        ),
        ("F1.3 three times silent", (at("V1", times=3),), "silence", "to_agent", "agent"),
        ("F1.3 three times not confirmed", (at("V1", presses=f"{LINE}#", times=3), at("V2_confirm", presses="2", times=3)), "V2_confirm", "to_agent", "agent"),
        ("F1.4 three wrong numbers", (at("V1", presses="9990000#", times=3),), "V3", "to_agent", "agent"),
        ("F1.2 key 0 wants an agent", (at("V1", presses="0#"),), "to_agent", "to_agent", "agent"),
        ("F1.5 planned works, back to the menu", (at("V1", presses="55519001#"), at("V2_confirm", presses="1"), at("V11", presses="1")), "V4_works", "planned_works", "hotline"),
        ("F1.5 planned works, goodbye", (at("V1", presses="55519001#"), at("V2_confirm", presses="1"), at("V11", presses="2")), "V4_works", "planned_works", "goodbye"),
        ("F1.10 no confirmation ends the flow", (*NUMBER, *DETAILS, at("V6_confirm", times=3)), "goodbye", "unconfirmed", "goodbye"),
        ("F1.10 no contact number ends the flow", (*NUMBER, at("V5_contact", times=3)), "goodbye", "unconfirmed", "goodbye"),
        ("F1.9 nothing said as symptom", (*NUMBER, at("V5_contact", presses="#"), at("V5_symptom", speaks=0.0, times=3)), "nothing_recorded", "unconfirmed", "goodbye"),
        ("F1.13 back to the menu", (*NUMBER, *DETAILS, *CONFIRM, at("V7", presses="2"), at("V11", presses="1")), "V11", "reported", "hotline"),
        ("F1.13 silence is goodbye", (*NUMBER, *DETAILS, *CONFIRM, at("V7"), at("V11", times=2)), "goodbye", "reported", "goodbye"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("F1") else "",
)  # fmt: skip
async def test_a_clause(
    hotline: Hotline, clause: str, script: tuple[Reaction, ...], heard: str, outcome: str, goes_to: str
) -> None:
    caller = await hotline.visit(*script)
    assert heard in caller.heard
    assert next_stop(caller) == ("1", goes_to)
    assert (await hotline.last_visit())["outcome"] == outcome
    assert caller.unused == []


async def test_one_wrong_and_one_silent_entry_use_up_two_of_three_tries(hotline: Hotline) -> None:
    """F1.3, F1.4: each has its own sentence."""
    caller = await hotline.visit(at("V1", presses="999#"), at("V1"), *FIRST)
    assert caller.heard[:4] == ["V1", "V3", "V1", "silence"]
    assert (await hotline.last_visit())["tries"]["line_number"] == 3


async def test_max_tries_of_one_gives_the_literal_order_of_the_source(hotline: Hotline) -> None:
    """F1.3 with MAX_TRIES=1."""
    caller = await hotline.visit(at("V1"), variables={"MAX_TRIES": "1"})
    assert caller.heard == ["V1", "to_agent"]


async def test_the_fourth_fallback_of_a_call_is_goodbye(hotline: Hotline) -> None:
    """F1.3: the count is kept for the whole call."""
    caller = await hotline.visit(at("V1", times=3))
    for _ in range(2):
        caller = await hotline.back(caller, at("V1", times=3))
        assert next_stop(caller) == ("1", "agent")
    caller = await hotline.back(caller, at("V1", times=3))
    assert next_stop(caller) == ("1", "goodbye")
    assert (await hotline.last_visit())["outcome"] == "too_many_fallbacks"


async def test_repeat_reports_one_to_four(hotline: Hotline) -> None:
    """F1.6, F1.7: three are answered by the machine, the fourth goes to an agent."""
    await hotline.visit(*FIRST)
    for n in (1, 2, 3):
        caller = await hotline.visit(*NUMBER, at("ask_agent", presses="2"))
        await hotline.rows("fault_reports")
        assert {"repeat_open", "last_test"} <= set(caller.heard), n
        assert next_stop(caller) == ("1", "goodbye")
    caller = await hotline.visit(*NUMBER)
    assert "repeat_open" not in caller.heard
    assert next_stop(caller) == ("1", "agent")
    report = await hotline.report()
    assert report["repeat_count"] == 4


async def test_a_repeat_report_hears_the_technicians_message(hotline: Hotline) -> None:
    """F1.6, and F1.7 with 1."""
    await hotline.visit(*FIRST)
    number = (await hotline.report())["number"]
    desk = hotline.desk.for_call("1700000000.99", "message", "", "", "zh")
    take = desk.take_path("message")
    take.write_bytes(b"RIFF")
    desk.keep_answer(number, take)
    await hotline.rows("fault_reports")
    caller = await hotline.visit(*NUMBER, at("ask_agent", presses="1"))
    assert [getattr(said, "path", said) for said in caller.heard][4:8] == [
        "repeat_open",
        "repeat_message",
        take,
        "ask_agent",
    ]
    assert next_stop(caller) == ("1", "agent")


async def test_a_caller_back_from_the_queue_is_not_counted_twice(hotline: Hotline) -> None:
    """F1.6 with F2.1."""
    await hotline.visit(*FIRST)
    caller = await hotline.visit(*NUMBER, at("ask_agent", presses="1"))
    caller = await hotline.back(caller, at("V2_confirm", presses="1"), at("ask_agent", presses="2"))
    assert "V1" not in caller.heard
    assert (await hotline.report())["repeat_count"] == 1


async def test_a_mended_line_is_said_to_be_mended(hotline: Hotline) -> None:
    """F1.5."""
    await hotline.visit(*FIRST)
    await mend(hotline.desk.database, (await hotline.report())["number"])
    caller = await hotline.visit(*NUMBER, at("V11", presses="2"))
    assert "V4_mended" in caller.heard
    assert len(await hotline.rows("fault_reports")) == 1


@pytest.mark.parametrize(
    ("clause", "staged", "heard"),
    [
        ("F1.8 busy once, then free", {"busy_tests": 1}, ["testing", "test_busy"]),
        ("F1.8 busy for too long", {"busy_seconds": 60.0}, ["test_busy", "test_unavailable", "V5"]),
        ("F1.8 the head breaks down", {"failing": True}, ["testing", "test_unavailable", "V5"]),
    ],
)
async def test_a_test_head_that_is_not_ready(
    hotline: Hotline, clause: str, staged: dict[str, Any], heard: list[str]
) -> None:
    hotline.head.stage(LINE, **staged)
    caller = await hotline.visit(*FIRST, pace=0.01)
    assert [said for said in caller.heard if said in heard] == heard
    assert (await hotline.report())["confirmed"]


async def test_a_key_account_goes_to_the_seniors(hotline: Hotline) -> None:
    """F2.4: known to the dialplan as soon as the line is known."""
    caller = await hotline.visit(
        at("V1", presses="55500199#"), at("V2_confirm", presses="1"), at("V5", presses="0#")
    )
    assert caller.variables["KEY_ACCOUNT"] == "1"
    assert next_stop(caller) == ("1", "agent")


async def test_entering_again_at_v6_replaces_number_and_symptom(hotline: Hotline) -> None:
    """F1.10: 2 enters both again."""
    again = (
        at("V5_contact", presses="5550777#"),
        at("V5_symptom", speaks=2.0, presses="#"),
        at("V5_class", presses="#"),
    )
    caller = await hotline.visit(*NUMBER, *DETAILS, at("V6_confirm", presses="2"), *again, *CONFIRM, *NO_MORE)
    report = await hotline.report()
    assert report["contact_number"] == "5550777"
    assert report["symptom_recording"].endswith(caller.takes[-1].name)


async def test_what_was_entered_before_the_queue_is_kept(hotline: Hotline) -> None:
    """F2.1: the caller confirms what an earlier visit knew, and the report is stored once."""
    caller = await hotline.visit(*NUMBER, *DETAILS, at("V6_confirm", presses="0"))
    assert next_stop(caller) == ("1", "agent")
    assert not (await hotline.report())["confirmed"]
    caller = await hotline.back(caller, at("V2_confirm", presses="1"), *CONFIRM, *NO_MORE)
    assert "V1" not in caller.heard
    assert "V5" not in caller.heard
    report = await hotline.report()
    assert report["confirmed"]
    assert report["contact_number"] == "5550001"
    assert report["symptom_recording"]


@pytest.mark.parametrize(
    ("clause", "answer", "kept"),
    [
        ("F1.12 1 keeps", (at("V10", presses="1"),), True),
        ("F1.12 2 records again", (at("V10", presses="2"), at("V8", speaks=2.0, presses="#"), at("V10", presses="1")), True),
        ("F1.12 3 leaves without", (at("V10", presses="3"),), False),
        ("F1.14 silence keeps what was recorded", (at("V10", times=3),), True),
    ],
)  # fmt: skip
async def test_a_message_for_the_technician(
    hotline: Hotline, clause: str, answer: tuple[Reaction, ...], kept: bool
) -> None:
    script = (*NUMBER, *DETAILS, *CONFIRM, at("V7", presses="1"), at("V8", speaks=4.0, presses="#"))
    caller = await hotline.visit(*script, *answer, at("V11", presses="2"))
    report = await hotline.report()
    assert bool(report["technician_message"]) is kept
    if kept:
        assert report["technician_message"].endswith(caller.takes[-1].name)


SPEAK = at("V8", speaks=4.0, presses="#")
ANEW = at("V10", presses="2")
LEAVE_MESSAGE = (*NUMBER, *DETAILS, *CONFIRM, at("V7", presses="1"), SPEAK)
ONE_TRY = {"MAX_TRIES": "1"}


@pytest.mark.parametrize(
    ("clause", "script", "kept", "knobs"),
    [
        ("F1.12 again is no failed try", (ANEW, SPEAK, at("V10", presses="1")), 1, ONE_TRY),
        ("F1.12 as often as three tries", (*(ANEW, SPEAK) * 3, at("V10", presses="1")), 3, {}),
        ("F1.12 the last of five takes is kept", (ANEW, SPEAK) * 4 + (ANEW,), 4, ONE_TRY),
        ("F1.12 again, and nothing said: the one before", (ANEW, at("V8", speaks=0.0, presses="#")), 0, ONE_TRY),
    ],
)  # fmt: skip
async def test_recording_a_message_again(
    hotline: Hotline, clause: str, script: tuple[Reaction, ...], kept: int, knobs: dict[str, str]
) -> None:
    """F1.12: and the caller is told that a message was kept."""
    caller = await hotline.visit(*LEAVE_MESSAGE, *script, at("V11", presses="2"), variables=knobs)
    assert caller.heard[-3:] == ["message_kept", "V11", "goodbye"], clause
    _, *takes = caller.takes
    assert (await hotline.report())["technician_message"].endswith(takes[kept].name)
    assert caller.unused == []


@pytest.mark.parametrize(
    ("clause", "times", "outcome"),
    [
        ("F1.10 again is no failed try", 1, "reported"),
        ("F1.10 four times again", 4, "reported"),
        ("F1.10 a fifth time is no confirmation", 5, "unconfirmed"),
    ],
)
async def test_entering_the_details_again(hotline: Hotline, clause: str, times: int, outcome: str) -> None:
    """F1.10 with MAX_TRIES=1; the last words are kept, confirmed or not."""
    again = (*DETAILS, at("V6_confirm", presses="2")) * times
    rest = (*DETAILS, *CONFIRM, *NO_MORE) if outcome == "reported" else ()
    caller = await hotline.visit(*NUMBER, *again, *rest, variables=ONE_TRY)
    assert (await hotline.last_visit())["outcome"] == outcome, clause
    report = await hotline.report()
    assert report["confirmed"] is (outcome == "reported")
    assert report["symptom_recording"].endswith(caller.takes[-1].name)
    assert caller.heard[-1] == "goodbye"


async def test_english_throughout(hotline: Hotline) -> None:
    """F1: each prompt exists in both languages."""
    caller = await hotline.visit(*FIRST, language="en")
    assert set(caller.heard_languages) == {"en"}
    assert (await hotline.report())["language"] == "en"
