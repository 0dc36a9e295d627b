"""A followed line tells what is said and keyed, in order, and the line of any other call is not wrapped."""

from pathlib import Path

import pytest

from ivr import dialplan_variables as dv
from ivr.agi_encoding import RefusedArgument, user_event
from ivr.followed_line import FollowedLine, followed
from ivr.line import Keys
from ivr.said import Audio, Digits
from ivr.scripted_caller import ScriptedCaller, at

FOLLOW = "a1b2c3d4e5f6a7b8"
EIGHT = Keys(max_digits=8)


def told(caller: ScriptedCaller) -> list[dict[str, str]]:
    """What was told, without what every event says."""
    every = {"Follow": FOLLOW, "Spoken": "zh"}
    for event, facts in caller.told:
        assert event == "Followed"
        assert facts.items() >= every.items()
    return [{name: value for name, value in facts.items() if name not in every} for _, facts in caller.told]


async def test_what_is_said_is_told_before_and_what_is_keyed_behind_it() -> None:
    caller = ScriptedCaller(at("V1", presses="55500101#"))
    line = FollowedLine(caller, FOLLOW)
    line.step("line_number")
    await line.play("welcome", "comfort")
    await line.read(["V2", Digits("12"), Audio(Path("/x/y.wav")), "V1"], EIGHT)
    step = {"Step": "line_number"}
    assert told(caller) == [
        {"What": "said", **step, "Said": "welcome", "Awaits": "nothing"},
        {"What": "said", **step, "Said": "V2 =12 @ V1", "Awaits": "keys"},
        {"What": "keyed", **step, "Digits": "55500101", "Ended": "full"},
    ]


async def test_tones_alone_are_not_told(tmp_path: Path) -> None:
    """F1.8: the comfort tone is repeated for as long as the line is tested; a recording begins with a beep."""
    caller = ScriptedCaller(at("beep", speaks=2.0, presses="#"))
    line = FollowedLine(caller, FOLLOW)
    await line.play("comfort")
    await line.play("comfort")
    await line.record(tmp_path / "take.wav", max_seconds=5, silence_seconds=2)
    assert [facts["What"] for facts in told(caller)] == ["said", "recorded"]
    assert told(caller)[0]["Awaits"] == "speech"
    assert told(caller)[1]["Seconds"] == "2.0"


async def test_the_report_and_the_verdict_are_told_once_they_stand() -> None:
    caller = ScriptedCaller()
    line = FollowedLine(caller, FOLLOW)
    for name, value in [
        (dv.REPORT_NUMBER, "2611220001"),
        (dv.IVR_NEXT, "agent"),
        (dv.IVR_REASON, "caller asked"),
        (dv.LINE_NUMBER, "55500101"),
        (dv.IVR_DONE, "1"),
    ]:
        await line.set(name, value)
    assert [(facts["What"], facts.get("Report"), facts.get("Next")) for facts in told(caller)] == [
        ("stored", "2611220001", None),
        ("went", None, "agent"),
    ]
    assert caller.variables[dv.IVR_DONE] == "1"


async def test_language_and_knobs_are_the_lines_own() -> None:
    caller = ScriptedCaller()
    line = FollowedLine(caller, FOLLOW)
    line.language = "en"
    await line.play("V1")
    assert caller.heard_languages == ["en"]
    assert line.knobs is caller.knobs


@pytest.mark.parametrize(
    ("value", "wrapped"),
    [
        (FOLLOW, True),
        ("", False),
        ("short", False),
        ("A1B2C3D4E5F6A7B8", False),
        ("a1b2c3d4e5f6a7b8,x", False),
        ("a" * 65, False),
    ],
)
async def test_only_a_name_that_is_one_is_followed(value: str, wrapped: bool) -> None:
    """S5: what a page sends is a name of plain letters and digits, or nothing."""
    caller = ScriptedCaller(variables={dv.FOLLOWED: value})
    assert isinstance(await followed(caller), FollowedLine) is wrapped


@pytest.mark.parametrize(
    "value", ["a,Call: b", "a\r\nb", 'a"b', "a\\b", "障碍", "${EXTEN}", "a;b", "x" * 901]
)
def test_a_user_event_has_no_room_for_further_headers(value: str) -> None:
    """S1, S3: what could end a header or begin another is refused."""
    with pytest.raises(RefusedArgument):
        user_event("Followed", {"Said": value})


def test_empty_facts_are_left_out() -> None:
    assert user_event("Followed", {"Step": "", "What": "went"}) == "Followed,What: went"
