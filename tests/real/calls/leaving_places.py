"""Every place of the callers' flows at which a caller may hang up (F1.14, R5), with what must stay behind.

The way there is short: keys are typed ahead, prompts cut short. Every second one is taken in English.
"""

from dataclasses import replace
from typing import Any

from tests.real.calls.leaving import Kept, Leaving, Turn

BUSY_LINE, FAILING_LINE = "55510298", "55510299"
STAGED = f"""
[lines."*"]
condition = "short"
[lines.{BUSY_LINE}]
busy_seconds = 3600
[lines.{FAILING_LINE}]
failing = true
"""
"""What the lab test head is told (lab.toml)."""

NUMBER = Turn("V1", "{line}# 1")
CONTACT = Turn("testing", "#")  # typed ahead
TELL = Turn("V5_symptom", "*")
SAY = Turn("beep", speaks=True)
SAID = Turn("beep", "#", speaks=True)
TOLD = (NUMBER, CONTACT, TELL, SAID)
DETAILED = (*TOLD, Turn("V5_class", "3"))
CONFIRMED = (*TOLD, Turn("V5_class", "3 1"))
MESSAGE = (*CONFIRMED, Turn("report_number", "1"))
SPOKEN = (*MESSAGE, Turn("V8", "*"), SAID)

LINE = Kept()
CALLABLE = Kept(contact=True)
HEARD = Kept(contact=True, symptom=True)
COMPLETE = Kept(contact=True, symptom=True, kind="3")
STORED = Kept(contact=True, symptom=True, kind="3", confirmed=True)
BEGUN = Kept(contact=True, symptom=True, kind="3", confirmed=True, messages=None)
UNSURE = Kept(contact=True, symptom=True, kind="3", confirmed=True, messages=1)
ATTACHED = Kept(contact=True, symptom=True, kind="3", confirmed=True, messages=1, message_kept=True)


def at(*turns: Turn, hears: str, step: str, **rest: Any) -> list[Leaving]:
    """After these turns, at each of these prompts."""
    return [
        Leaving(where=place, turns=(*turns, Turn(place)), last_step=step, **rest) for place in hears.split()
    ]


def amid(*turns: Turn, where: str, step: str, **rest: Any) -> list[Leaving]:
    """In the middle of what the last turn does."""
    return [Leaving(where=where, turns=turns, last_step=step, **rest)]


IN_THE_MENUS = [  # F1.1, F1.12
    *at(hears="welcome hotline_menu", step="hotline_menu", dials="1000"),
    *at(
        Turn("hotline_menu", "9"), hears="language_changed", step="hotline_menu", dials="1000", language="en"
    ),
    *at(Turn("hotline_menu", "5"), hears="invalid_key", step="hotline_menu", dials="1000"),
    *at(Turn("hotline_menu", "0"), hears="to_agent", step="hotline_menu", dials="1000"),
    *at(Turn("hotline_menu", "0"), hears="voicemail", step="hotline_menu", dials="1000", outcome="to_agent"),
    *at(Turn("hotline_menu", "2"), hears="other_services_menu", step="other_services", dials="1000"),
    *at(Turn("hotline_menu", "2 1"), hears="enter_report_number", step="report_number", dials="1000"),
    *amid(
        Turn("hotline_menu", "2 1 2611"),
        where="between two keys of a report's number",
        step="report_number",
        dials="1000",
        keys_left="2611",
    ),
    *at(Turn("hotline_menu", "2 1 77#"), hears="report_unknown", step="report_number", dials="1000"),
]

AT_THE_NUMBER = [  # F1.2-F1.5
    *at(hears="V1 silence", step="line_number"),
    *amid(
        Turn("V1", "5551"),
        where="between two keys of the number",
        step="line_number",
        kept=Kept(line=None),
        keys_left="5551",
    ),
    *amid(
        Turn("V1", "9990#"),
        Turn("V1", "55"),
        where="between two keys after a wrong number",
        step="line_number",
        kept=Kept(line="9990"),
        keys_left="55",
    ),
    *amid(
        Turn("V1", "55#"),
        Turn("V3", "87"),
        where="between two keys after too few",
        step="line_number",
        kept=Kept(line=None),
        keys_left="5587",
    ),
    *at(Turn("V1", "9990#"), hears="V3", step="line_number", kept=Kept(line="9990")),
    *at(Turn("V1", "{line}#"), hears="V2 digits V2_confirm", step="line_number_confirm", kept=LINE),
    *at(Turn("V1", "55519001# 1"), hears="V4_works V11", step="what_else"),
]

AT_THE_DETAILS = [  # F1.8-F1.10
    *at(NUMBER, hears="testing", step="line_test", kept=LINE),
    *at(NUMBER, hears="test_busy comfort still_testing", step="line_test_busy", kept=LINE, line=BUSY_LINE),
    *at(NUMBER, hears="test_unavailable", step="line_test", kept=LINE, line=FAILING_LINE),
    *at(NUMBER, hears="V5 V5_contact", step="contact_number", kept=LINE),
    *amid(NUMBER, Turn("V5", "8765"), where="between two keys of the contact", step="contact_number", kept=LINE,
          keys_left="8765"),
    *amid(NUMBER, Turn("testing", "8765"), where="between two keys of the contact, typed ahead",
          step="contact_number", kept=LINE, keys_left="8765"),
    *amid(NUMBER, Turn("test_busy", "8765"), where="keys typed ahead of their question", step="line_test_busy",
          kept=LINE, line=BUSY_LINE, keys_left="8765", keys_shown=False),
    *at(NUMBER, Turn("V5", "1#"), hears="invalid", step="contact_number", kept=LINE, keys_left="1"),
    *at(NUMBER, CONTACT, hears="V5_symptom", step="symptom", kept=CALLABLE),
    *at(NUMBER, CONTACT, TELL, hears="beep", step="symptom", kept=Kept(contact=True, symptom=None)),
    *amid(NUMBER, CONTACT, TELL, SAY, where="amid the symptom", step="symptom", kept=HEARD),
    *at(NUMBER, CONTACT, TELL, Turn("beep", "#"), hears="nothing_recorded", step="symptom",
        kept=Kept(contact=True, symptom=None)),
    *at(*TOLD, hears="V5_class", step="symptom_class", kept=HEARD),
    *amid(*DETAILED, Turn("V6", "2#"), TELL, Turn("beep"), where="at the beep of a second symptom", step="symptom",
          kept=COMPLETE),
    *at(*DETAILED, hears="V6 digits V6_symptom class_3 spoken_1 V6_confirm", step="details_confirm", kept=COMPLETE),
]  # fmt: skip

AT_THE_END = [  # F1.11-F1.13
    *at(
        *CONFIRMED,
        hears="report_number digits test_result verdict_short V9 V7",
        step="wants_message",
        kept=STORED,
    ),
    *at(*MESSAGE, hears="V8", step="technician_message", kept=STORED),
    *at(*MESSAGE, Turn("V8", "*"), hears="beep", step="technician_message", kept=BEGUN),
    *amid(*MESSAGE, Turn("V8", "*"), SAY, where="amid the message", step="technician_message", kept=UNSURE),
    *at(*SPOKEN, hears="spoken_2 V10", step="message_confirm", kept=UNSURE),
    *amid(*SPOKEN, Turn("V10", "2"), Turn("V8", "*"), Turn("beep"), where="at the beep of a second message",
          step="technician_message", kept=UNSURE),
    *at(*SPOKEN, Turn("V10", "1"), hears="message_kept", step="message_confirm", kept=ATTACHED),
    *at(*CONFIRMED, Turn("report_number", "2"), hears="V11", step="what_else", kept=STORED),
    *at(*CONFIRMED, Turn("report_number", "2 2"), hears="goodbye", step="what_else", kept=STORED),
]  # fmt: skip

_IN_A_REPORT = [*AT_THE_NUMBER, *AT_THE_DETAILS, *AT_THE_END]
EVERY_PLACE = [*IN_THE_MENUS, *_IN_A_REPORT[::2]]
IN_ENGLISH = [replace(row, language="en") for row in _IN_A_REPORT[1::2]]

CONFIRMS: Leaving = at(*CONFIRMED, hears="report_number", step="wants_message", kept=STORED)[0]
"""What makes a line one with an open report."""
REPEATED = at(NUMBER, hears="repeat_open last_test ask_agent", step="ask_agent")  # F1.6, F1.7
REPEATED_WITH_MESSAGE = at(NUMBER, hears="repeat_open repeat_message ask_agent", step="ask_agent")
ONCE_TOO_OFTEN = at(NUMBER, hears="to_agent", step="repeat_report")
MENDED = at(NUMBER, hears="V4_mended", step="what_else")  # F1.5
WAITING = [  # F2.1: an agent is signed in and does not answer
    *at(Turn("hotline_menu", "0"), hears="moh", step="hotline_menu", dials="1000", outcome="to_agent"),
    *at(
        Turn("hotline_menu", "0"),
        hears="queue_question",
        step="hotline_menu",
        dials="1000",
        outcome="to_agent",
    ),
]

TO_NOBODY = (Turn("hotline_menu", "0"), Turn("nobody_there", "2"))
WITHOUT_A_DIALOG = [  # H15, F2.1: nobody is signed in, and the dialplan speaks itself
    *at(
        Turn("hotline_menu", "0"), hears="nobody_there", step="hotline_menu", dials="1000", outcome="to_agent"
    ),
    *at(*TO_NOBODY, hears="callback_number", step="hotline_menu", dials="1000", outcome="to_agent"),
    *amid(
        *TO_NOBODY,
        Turn("callback_number", "5551"),
        where="between two keys of the number to call back",
        step="hotline_menu",
        dials="1000",
        outcome="to_agent",
        keys_left="5551",
    ),
    *at(
        *TO_NOBODY,
        Turn("callback_number", "#"),
        Turn("V6", "1"),
        hears="callback_kept",
        step="hotline_menu",
        dials="1000",
        outcome="to_agent",
    ),
]
HAS_SPOKEN: Leaving = at(
    Turn("hotline_menu", "0"),
    Turn("nobody_there", "1"),
    Turn("voicemail", "1"),
    SAID,
    hears="voicemail_kept",
    step="hotline_menu",
    dials="1000",
    outcome="to_agent",
)[0]
"""Leaves a voicemail, which becomes a report of its own."""
TOLD_THE_PLACE = at(
    Turn("hotline_menu", "9"),
    Turn("language_changed", "0"),
    hears="place wait_minutes",
    step="hotline_menu",
    dials="1000",
    outcome="to_agent",
    language="en",
)
DESK_AWAY: Leaving = at(
    *TOLD, Turn("V5_class", "3"), Turn("V6", "1"), hears="desk_trouble", step="details_confirm", kept=STORED
)[0]
NO_SERVICE: Leaving = at(
    Turn("welcome"),
    Turn("hotline_menu", "1"),
    hears="trouble",
    step="hotline_menu",
    dials="1000",
    outcome="fault_report",
)[0]

ALL = [
    *(*EVERY_PLACE, *IN_ENGLISH),
    *(*REPEATED, *REPEATED_WITH_MESSAGE, *ONCE_TOO_OFTEN, *MENDED, *WAITING),
    *(*WITHOUT_A_DIALOG, HAS_SPOKEN, *TOLD_THE_PLACE, DESK_AWAY, NO_SERVICE),
]
