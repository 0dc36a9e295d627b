"""V11: other services, or goodbye (F1.5, F1.13)."""

from collections.abc import Sequence

from ivr.line import Line
from ivr.outcome import Outcome, goodbye, to_hotline
from ivr.question import Choice, choose
from ivr.said import Said

WHAT_ELSE = Choice(
    step="what_else", prompt=("V11",), options={"1": True, "2": False}, tries=2, otherwise=False
)


async def what_else(line: Line, result: str, *, lead: Sequence[Said] = ()) -> Outcome:
    """Say `lead`, then ask V11: 1 back to the hotline's menu; 2 or silence goodbye."""
    if await choose(line, WHAT_ELSE, lead=lead):
        return to_hotline(result)
    await line.play("goodbye")
    return goodbye(result)
