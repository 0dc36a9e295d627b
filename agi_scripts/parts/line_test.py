"""Testing the caller's line while the caller waits (F1.8), and saying what came out (F1.11)."""

from desk.call_desk import CallDesk
from desk.line_test.head import TestHeadBusy, TestHeadFailed
from desk.line_test.result import LineTest
from ivr.hold import Wait, WaitedTooLong, hold
from ivr.line import Line
from ivr.said import Said

TESTING = Wait(step="line_test", prompt="testing", progress="still_testing", limit_seconds=60)
HEAD_BUSY = Wait(step="line_test_busy", prompt="test_busy", progress="still_testing", limit_seconds=300)
"""The wait for a free test head ends earlier by the site's setting `test_head_seconds`."""


async def try_line(line: Line, desk: CallDesk, number: str) -> LineTest | None:
    """Test the line; a busy test head is waited for, a broken one does not stop the report (None)."""
    try:
        try:
            return await hold(line, desk.test_line(number), TESTING)
        except TestHeadBusy:
            return await hold(line, desk.test_line_when_free(number), HEAD_BUSY)
    except (TestHeadBusy, TestHeadFailed, WaitedTooLong):
        await line.play("test_unavailable")
        return None


def verdict(test: LineTest) -> str:
    """Prompt of a verdict."""
    return f"verdict_{test.verdict}"


def test_result(test: LineTest | None) -> tuple[Said, ...]:
    """What is said of a test; nothing when there was none."""
    return ("test_result", verdict(test)) if test else ()
