"""F1.14: a caller may hang up at any instant; what was entered is stored with the step that was reached."""

from dataclasses import replace

import pytest

from ivr.scripted_caller import Reaction, at
from tests.unit.agi_scripts.visits import Hotline

LINE = "55500101"
NUMBER = (at("V1", presses=f"{LINE}#"), at("V2_confirm", presses="1"))
CONTACT = at("V5_contact", presses="#")
SPOKEN = at("V5_symptom", speaks=3.0, presses="#")
CLASS = at("V5_class", presses="2")
CONFIRM = at("V6_confirm", presses="1")
DETAILS = (*NUMBER, CONTACT, SPOKEN, CLASS)


def gone(prompt: str) -> Reaction:
    """The caller hangs up at this prompt."""
    return at(prompt, hangs_up=True)


@pytest.mark.parametrize(
    ("at_prompt", "script", "last_step", "stored"),
    [
        ("V1", (gone("V1"),), "line_number", None),
        ("V2", (at("V1", presses=f"{LINE}#"), gone("V2")), "line_number_confirm", {"line_number": LINE}),
        ("testing", (*NUMBER, gone("testing")), "line_test", {"line_number": LINE}),
        ("V5", (*NUMBER, gone("V5")), "contact_number", {"contact_number": None}),
        ("V5_symptom", (*NUMBER, CONTACT, gone("V5_symptom")), "symptom", {"contact_number": "5550001"}),
        (
            "while speaking",
            (*NUMBER, CONTACT, at("V5_symptom", speaks=2.0, hangs_up=True)),
            "symptom",
            {"recorded": True},
        ),
        ("V5_class", (*NUMBER, CONTACT, SPOKEN, gone("V5_class")), "symptom_class", {"recorded": True}),
        ("V6", (*DETAILS, gone("V6")), "details_confirm", {"symptom_class": "2", "recorded": True}),
        ("V6_confirm", (*DETAILS, gone("V6_confirm")), "details_confirm", {"recorded": True}),
        ("V9", (*DETAILS, CONFIRM, gone("V9")), "wants_message", {"confirmed": True}),
        (
            "V10",
            (*DETAILS, CONFIRM, at("V7", presses="1"), at("V8", speaks=2.0, presses="#"), gone("V10")),
            "message_confirm",
            {"confirmed": True, "messages": 1},
        ),
        ("V11", (*DETAILS, CONFIRM, at("V7", presses="2"), gone("V11")), "what_else", {"confirmed": True}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_hang_up(
    hotline: Hotline,
    at_prompt: str,
    script: tuple[Reaction, ...],
    last_step: str,
    stored: dict[str, object] | None,
) -> None:
    caller = await hotline.visit(*script)
    visit = await hotline.last_visit()
    assert "IVR_DONE" not in caller.variables
    assert (visit["outcome"], visit["last_step"]) == ("left", last_step)
    reports = await hotline.rows("fault_reports")
    if stored is None:
        assert reports == []
        return
    (report,) = reports
    messages = await hotline.rows("technician_messages")
    found = dict(report) | {"recorded": bool(report["symptom_recording"]), "messages": len(messages)}
    assert {name: found[name] for name in stored} == stored
    assert report["confirmed"] is stored.get("confirmed", False)
    assert report["last_step"] == last_step


AGAIN = at("V6_confirm", presses="2")
MESSAGE = (*DETAILS, CONFIRM, at("V7", presses="1"), at("V8", speaks=2.0, presses="#"))
OVER_THE_SHORT_ONE = (
    ("at the next beep", at("V5_symptom", speaks=0.0, hangs_up=True), at("V8", speaks=0.0, hangs_up=True), 0),
    ("after some noise", at("V5_symptom", speaks=0.4, hangs_up=True), at("V8", speaks=0.4, hangs_up=True), 0),
    ("after words", at("V5_symptom", speaks=2.0, hangs_up=True), at("V8", speaks=2.0, hangs_up=True), 1),
)


@pytest.mark.parametrize(
    ("gone_when", "symptom", "message", "counts"), OVER_THE_SHORT_ONE, ids=lambda row: str(row)[:20]
)
async def test_a_second_take_does_not_push_out_the_first_before_it_is_one(
    hotline: Hotline, gone_when: str, symptom: Reaction, message: Reaction, counts: int
) -> None:
    """F1.10, F1.12, F1.14: recording again, and leaving."""
    spoken = await hotline.visit(*DETAILS, AGAIN, CONTACT, symptom)
    assert (await hotline.report())["symptom_recording"].endswith(spoken.takes[counts].name), gone_when
    noted = await hotline.visit(
        *(replace(step, presses="55500102#") if step.prompt == "V1" else step for step in MESSAGE),
        at("V10", presses="2"),
        message,
    )
    (row,) = await hotline.rows("technician_messages")
    assert row["recording"].endswith(noted.takes[1 + counts].name), gone_when
    assert not row["kept"]


async def test_a_take_from_before_the_queue_stays_as_well(hotline: Hotline) -> None:
    """F1.14 with F2.1: spoken on the first visit, pushed out by nothing on the second."""
    before = await hotline.visit(*DETAILS, at("V6_confirm", presses="0"))
    noise = at("V5_symptom", speaks=0.4, hangs_up=True)
    await hotline.back(before, at("V2_confirm", presses="1"), AGAIN, CONTACT, noise)
    assert (await hotline.report())["symptom_recording"].endswith(before.takes[0].name)


REFUSED = (
    ("too short for a line", (at("V1", presses="55#"), gone("V3")), "55", None),
    ("no digit alone", (at("V1", presses="5*5#"), gone("V3")), "55", None),
    ("one after the other", (at("V1", presses="55#"), at("V3", presses="87#"), gone("V3")), "5587", None),
    ("too short for a contact", (*NUMBER, at("V5", presses="8765#"), gone("invalid")), "8765", LINE),
)


@pytest.mark.parametrize(("reason", "script", "keys", "line"), REFUSED, ids=[row[0] for row in REFUSED])
async def test_an_entry_that_is_refused_is_kept_apart(
    hotline: Hotline, reason: str, script: tuple[Reaction, ...], keys: str, line: str | None
) -> None:
    """F1.14: as keys that were left behind are, which the dialplan adds to them."""
    caller = await hotline.visit(*script)
    (call,) = await hotline.rows("calls")
    report = await hotline.report()
    assert (call["keys_left"], report["keys_left"], report["line_number"]) == (keys, keys, line), reason
    assert "".join(filter(str.isdigit, caller.variables["KEYS_LEFT"])) == keys


async def test_a_refused_entry_of_an_earlier_visit_stays(hotline: Hotline) -> None:
    """F1.14 with F2.1."""
    agent = at("V5", presses="0#")
    caller = await hotline.visit(*NUMBER, at("V5", presses="8765#"), agent)
    await hotline.back(caller, at("V2_confirm", presses="1"), at("V5", presses="43#"), gone("invalid"))
    (call,) = await hotline.rows("calls")
    assert call["keys_left"] == "876543"


@pytest.mark.parametrize("seconds", range(0, 90, 3))
async def test_at_every_third_second_nothing_is_lost(hotline: Hotline, seconds: int) -> None:
    """Whatever was keyed by then stands in the report, confirmed or not."""
    caller = hotline.caller(
        *DETAILS, CONFIRM, at("V7", presses="2"), at("V11", presses="2"), hangs_up_after=float(seconds)
    )
    await hotline.runner(caller)
    visit = await hotline.last_visit()
    reports = await hotline.rows("fault_reports")
    assert visit["ended_at"] is not None
    assert len(reports) == (1 if "V2" in caller.heard else 0)
    assert all(report["line_number"] == LINE for report in reports)
    assert all(bool(report["symptom_recording"]) == bool(caller.takes) for report in reports)
