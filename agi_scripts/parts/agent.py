"""Handing a caller to an agent, and to which queue (F2.4: key accounts go straight to a senior agent)."""

from desk.line_view import LineView
from ivr.line import Line
from ivr.outcome import Outcome, to_agent

SENIOR = "senior"


def agent_queue(view: LineView) -> str:
    """The queue for this line's calls; empty: the dialplan's default for the caller's language."""
    return SENIOR if view.subscriber and view.subscriber.key_account else ""


async def hand_to_agent(line: Line, reason: str, *, result: str = "to_agent", queue: str = "") -> Outcome:
    """Say so and end the dialog; the dialplan's waiting room takes the caller."""
    await line.play("to_agent")
    return to_agent(reason, result=result, queue=queue)
