"""S17: the calling number opens nothing. Whoever spoofs it hears and gets what everybody does."""

import pytest

from ivr.scripted_caller import Reaction, at
from tests.unit.agi_scripts.visits import Hotline

OWNER, KEY_ACCOUNT, STRANGER = "55500101", "55500199", "87650001"
FIRST = (
    at("V1", presses=f"{OWNER}#"),
    at("V2_confirm", presses="1"),
    at("V5_contact", presses="#"),
    at("V5_symptom", speaks=3.0, presses="#"),
    at("V5_class", presses="2"),
    at("V6_confirm", presses="1"),
    at("V7", presses="2"),
    at("V11", presses="2"),
)
REPEAT = (at("V1", presses=f"{OWNER}#"), at("V2_confirm", presses="1"), at("ask_agent", presses="2"))


@pytest.mark.parametrize(
    ("reason", "service", "script"),
    [
        ("the menu, and silence", "hotline", (at("hotline_menu", times=3),)),
        ("a fault report, and silence", "fault_report", (at("V1", times=3),)),
        ("an end key where a number is asked for", "fault_report", (at("V1", presses="#", times=3),)),
        ("the owner's line, reported already", "fault_report", REPEAT),
        ("an agent at once", "fault_report", (at("V1", presses="0#"),)),
        ("a message without a report number", "technician_message", (at("enter_report_number", times=3), at("V11", times=2))),
    ],
)  # fmt: skip
async def test_nothing_depends_on_it(
    hotline: Hotline, reason: str, service: str, script: tuple[Reaction, ...]
) -> None:
    """The owner of a line with an open report, a key account, a stranger: all alike. (A fourth repeat would go to an agent.)"""
    await hotline.visit(*FIRST, caller=OWNER)
    visits = [
        await hotline.visit(*script, service=service, caller=number)
        for number in (STRANGER, OWNER, KEY_ACCOUNT)
    ]
    stranger, *others = visits
    assert stranger.heard, reason
    assert [visit.heard for visit in others] == [stranger.heard] * 2
    assert [visit.variables for visit in others] == [stranger.variables] * 2
