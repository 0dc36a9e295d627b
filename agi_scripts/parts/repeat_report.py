"""The same line reported again while its report is open (F1.6, F1.7)."""

from agi_scripts.parts.agent import agent_queue, hand_to_agent
from agi_scripts.parts.line_test import verdict
from desk.call_desk import CallDesk
from desk.line_test.result import LineTest
from desk.line_view import LineView, OpenReport
from ivr import dialplan_variables as dv
from ivr.line import Line
from ivr.outcome import Outcome, goodbye
from ivr.question import Choice, choose
from ivr.said import Audio, Said

MAX_REPEATS = 3
"""F1.6: repeat reports that are answered automatically; one more goes to an agent."""

ASK_AGENT = Choice(step="ask_agent", prompt=("ask_agent",), options={"1": True, "2": False}, otherwise=False)


async def repeat_report(line: Line, desk: CallDesk, view: LineView, report: OpenReport) -> Outcome:
    """Count the repeat; up to three times say what is known and ask whether to speak to an agent."""
    line.step("repeat_report")
    counted = await line.get(dv.REPORT_NUMBER) == report.number  # by this call, before it waited in the queue
    desk.repeated(report)
    await line.set(dv.REPORT_NUMBER, report.number)
    if report.repeat_count - counted >= MAX_REPEATS:
        return await hand_to_agent(line, "repeat report", result="repeat", queue=agent_queue(view))
    if await choose(line, ASK_AGENT, lead=["repeat_open", *_last_word(report, view.last_test)]):
        return await hand_to_agent(line, "caller asked", result="repeat", queue=agent_queue(view))
    await line.play("goodbye")
    return goodbye("repeat")


def _last_word(report: OpenReport, last_test: LineTest | None) -> tuple[Said, ...]:
    """F1.6: the technician's message if there is one, else the result of the last line test."""
    if report.message_for_caller:
        return ("repeat_message", Audio(report.message_for_caller))
    if last_test:
        return ("last_test", verdict(last_test))
    return ()
