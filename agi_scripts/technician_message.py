"""A spoken message from the caller to the repair technician (F1.12), in a report or by itself."""

from pathlib import Path

from agi_scripts.parts.keys_apart import keeps_apart
from agi_scripts.parts.speech import MAX_TAKES, Speech, record_speech
from agi_scripts.parts.what_else import what_else
from desk.call_desk import CallDesk
from ivr import dialplan_variables as dv
from ivr.line import Line
from ivr.outcome import Outcome
from ivr.question import Choice, Question, TooManyTries, ask, choose
from ivr.said import Audio

KEEP, AGAIN, LEAVE = "1", "2", "3"

# V8
MESSAGE = Speech(step="technician_message", kind="message", prompt="V8", max_seconds=120.0)
REPORT_NUMBER = Question(
    step="report_number", prompt=("enter_report_number",), max_digits=14, invalid="report_unknown"
)
# V10; a caller who says nothing to it keeps the message: nothing recorded is lost
WHAT_NOW = Choice(
    step="message_confirm",
    prompt=("V10",),
    options={key: key for key in (KEEP, AGAIN, LEAVE)},
    otherwise=KEEP,
)


async def technician_message(line: Line, desk: CallDesk) -> Outcome:
    """The service by itself: ask for the number of an open report, then take the message."""

    async def that_is_open(number: str) -> object:
        desk.keyed("report_number", number)  # a message that is begun belongs to it (F1.14)
        return await desk.report(number)

    try:
        known = await line.get(dv.REPORT_NUMBER)
        number = await ask(line, REPORT_NUMBER, that_is_open, refused=keeps_apart(line, desk), known=known)
    except TooManyTries:
        return await what_else(line, "no_report_number")
    kept = await leave_message(line, desk, number)
    return await what_else(line, "message_kept" if kept else "message_dropped")


async def leave_message(line: Line, desk: CallDesk, report_number: str) -> bool:
    """V8, record, playback, V10 (F1.12); true when the message was kept: also the last of all takes, and the last
    one spoken when nothing is said any more."""
    path: Path | None = None
    for takes_left in reversed(range(MAX_TAKES)):
        try:
            path = await record_speech(line, desk, MESSAGE)
        except TooManyTries:
            break
        verdict = await choose(line, WHAT_NOW, lead=[Audio(path)])
        if verdict == LEAVE:
            return False
        if verdict == KEEP or not takes_left:
            break
    if path is None:
        return False
    desk.keep_message(report_number, path)
    await line.play("message_kept")
    return True
