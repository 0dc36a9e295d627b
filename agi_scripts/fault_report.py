"""The automatic fault report: the caller and the keypad, without an agent (F1.2-F1.13).

It reads in the order of its clauses. A caller who hangs up leaves everything keyed and recorded in the desk's
journal (F1.14), so nothing here has to tidy up.
"""

from agi_scripts.parts.agent import SENIOR, agent_queue, hand_to_agent
from agi_scripts.parts.details import forget_details, take_details
from agi_scripts.parts.keys_apart import keeps_apart
from agi_scripts.parts.line_test import test_result, try_line
from agi_scripts.parts.repeat_report import repeat_report
from agi_scripts.parts.what_else import what_else
from agi_scripts.technician_message import leave_message
from desk.call_desk import CallDesk
from ivr import dialplan_variables as dv
from ivr.line import Line
from ivr.outcome import Outcome, goodbye
from ivr.question import Choice, Question, TooManyTries, ask, choose
from ivr.said import Digits, Said

MAX_FALLBACKS = 3
"""F1.3: fallbacks to an agent in one call; a caller who fails once more hears goodbye."""

# F1.2-F1.4: the line number
LINE_NUMBER = Question(
    step="line_number",
    prompt=("V1",),
    max_digits=12,
    min_digits=3,
    invalid="V3",
    read_back="V2",
    confirm="V2_confirm",
)
# F1.12: a message for the technician
WANTS_MESSAGE = Choice(step="wants_message", prompt=("V7",), options={"1": True}, tries=1, otherwise=False)


async def fault_report(line: Line, desk: CallDesk) -> Outcome:
    """Take one fault report. Raises WantsAgent, DeskUnavailable and Hangup to the call runner."""
    try:
        number = await _line_number(line, desk)
    except TooManyTries:
        return await _fall_back(line)
    view = await line.meanwhile(desk.look_up(number))
    if agent_queue(view) == SENIOR:  # stands even if the service dies from here on (F2.4)
        await line.set(dv.KEY_ACCOUNT, "1")
    if view.works:  # F1.5
        return await what_else(line, "planned_works", lead=["V4_works"])
    if view.open_report:  # F1.6, F1.7
        return await repeat_report(line, desk, view, view.open_report)
    if view.mended:  # F1.5
        return await what_else(line, "mended", lead=["V4_mended"])
    test = await try_line(line, desk, number)  # F1.8
    try:
        await take_details(line, desk)  # F1.9, F1.10
    except TooManyTries as gave_up:
        await line.play("goodbye")
        return goodbye("unconfirmed", gave_up.step)
    report = await line.meanwhile(desk.confirm())  # F1.11
    await line.set(dv.REPORT_NUMBER, report)
    await forget_details(line)
    accepted: list[Said] = ["report_number", Digits(report), *test_result(test), "V9"]
    if await choose(line, WANTS_MESSAGE, lead=accepted):  # F1.12
        await leave_message(line, desk, report)
    return await what_else(line, "reported")  # F1.13


async def _line_number(line: Line, desk: CallDesk) -> str:
    """F1.2-F1.4; a caller back from the queue only confirms the number of the earlier visit."""

    async def in_an_exchange(number: str) -> object:
        desk.keyed("line_number", number)  # before anything can fail (F1.14)
        return await desk.exchange_of(number)

    known = await line.get(dv.LINE_NUMBER)
    number = await ask(line, LINE_NUMBER, in_an_exchange, refused=keeps_apart(line, desk), known=known)
    if known and number != known:
        await forget_details(line)
    await line.set(dv.LINE_NUMBER, number)
    return number


async def _fall_back(line: Line) -> Outcome:
    """F1.3: to an agent, as often as a call may; then goodbye."""
    fallbacks = int(await line.get(dv.FALLBACKS) or 0) + 1
    await line.set(dv.FALLBACKS, str(fallbacks))
    if fallbacks > MAX_FALLBACKS:
        await line.play("goodbye")
        return goodbye("too_many_fallbacks", "no line number")
    return await hand_to_agent(line, "no line number")
