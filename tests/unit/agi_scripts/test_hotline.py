"""The hotline's menu (F1.1) and the technician's message as a service of its own (F1.12)."""

import pytest

from ivr.scripted_caller import Reaction, at
from tests.unit.agi_scripts.visits import Hotline


@pytest.mark.parametrize(
    ("reason", "script", "goes_to"),
    [
        ("1 is the fault report", (at("hotline_menu", presses="1"),), "fault_report"),
        ("0 is an agent", (at("hotline_menu", presses="0"),), "agent"),
        ("* is goodbye", (at("hotline_menu", presses="*"),), "goodbye"),
        (
            "* after a wrong key",
            (at("hotline_menu", presses="7"), at("hotline_menu", presses="*")),
            "goodbye",
        ),
        ("a key cuts the welcome short", (at("welcome", presses="1"),), "fault_report"),
        (
            "2 then 1 is a message",
            (at("hotline_menu", presses="2"), at("other_services_menu", presses="1")),
            "technician_message",
        ),
        (
            "2 then 2 is back",
            (
                at("hotline_menu", presses="2"),
                at("other_services_menu", presses="2"),
                at("hotline_menu", presses="1"),
            ),
            "fault_report",
        ),
        ("three silences", (at("hotline_menu", times=3),), "agent"),
        ("three wrong keys", (at("hotline_menu", presses="7", times=3),), "agent"),
        ("round and round", (at("hotline_menu", presses="9", times=6),), "agent"),
    ],
)
async def test_the_menu(hotline: Hotline, reason: str, script: tuple[Reaction, ...], goes_to: str) -> None:
    caller = await hotline.visit(*script, service="hotline")
    assert (caller.variables["IVR_DONE"], caller.variables["IVR_NEXT"]) == ("1", goes_to), reason
    assert ("goodbye" in caller.heard) is (goes_to == "goodbye")


async def test_nine_is_the_other_language(hotline: Hotline) -> None:
    script = (at("hotline_menu", presses="9"), at("hotline_menu", presses="1"))
    caller = await hotline.visit(*script, service="hotline")
    assert caller.variables["CALL_LANGUAGE"] == "en"
    assert caller.heard_languages[-1] == "en"


async def test_a_message_for_a_report_that_nobody_knows(hotline: Hotline) -> None:
    script = (at("enter_report_number", presses="2601010001#", times=3), at("V11", presses="2"))
    caller = await hotline.visit(*script, service="technician_message")
    assert caller.heard.count("report_unknown") == 2
    assert (await hotline.last_visit())["outcome"] == "no_report_number"


async def test_a_message_for_an_open_report(hotline: Hotline) -> None:
    await hotline.visit(
        at("V1", presses="55500101#"),
        at("V2_confirm", presses="1"),
        at("V5_contact", presses="#"),
        at("V5_symptom", speaks=2.0, presses="#"),
        at("V5_class", presses="#"),
        at("V6_confirm", presses="1"),
        at("V7", presses="2"),
        at("V11", presses="2"),
    )
    number = (await hotline.report())["number"]
    script = (
        at("enter_report_number", presses=f"{number}#"),
        at("V8", speaks=2.0, presses="#"),
        at("V10", presses="1"),
        at("V11", presses="2"),
    )
    await hotline.visit(*script, service="technician_message")
    assert (await hotline.report())["technician_message"]


async def test_an_unknown_service_leaves_the_caller_to_the_dialplans_fallback(hotline: Hotline) -> None:
    """R3: without IVR_DONE the dialplan takes over."""
    caller = await hotline.visit(service="nonsense")
    assert caller.variables == {}
