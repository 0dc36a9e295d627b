"""Callers who hang up: what each one does before, and what has to be stored then (F1.14, R5)."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from testcalls.ear import Heard
from testcalls.speech import warble
from tests.real.calls import steps
from tests.real.served import Served
from tests.real.sipp import SippCaller
from tests.waiting import until

WORDS_SECONDS = 1.3
"""Long enough to count as something said, see WORDS_SECONDS of the desk."""
WORDS_BYTES = 8_000
"""Half a second of a recording: less means that the words are lost."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Hear something, perhaps say something after it, perhaps press keys; `{line}` is the row's line number.

    Keys may be typed ahead of questions to come. A blank lets half a second pass (SIPp's pause before it plays):
    time to look a number up, as a caller in a hurry leaves too.
    """

    hears: str
    press: str = ""
    speaks: bool = False

    async def take(self, phone: SippCaller, line: str) -> Heard:
        """Do it; what was heard."""
        heard = await phone.hears(self.hears, within=40)
        if self.speaks:
            await phone.speak(warble(WORDS_SECONDS))
        for keys in self.press.format(line=line).split():
            await phone.press(keys)
        return heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the report holds; recordings None: too short an instant to ask for either."""

    line: str | None = ""
    """Empty: the line number of the row; None: no number, only keys of one."""
    contact: bool = False
    kind: str | None = None
    symptom: bool | None = False
    confirmed: bool = False
    messages: int | None = 0
    message_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A caller who hangs up right after the last of `turns`; `where` names the place."""

    where: str
    turns: tuple[Turn, ...]
    last_step: str
    kept: Kept | None = None
    """None: no report, because no line number that exists was keyed, or the line needs none."""
    dials: str = "112"
    outcome: str = "left"
    line: str = ""
    """Empty: a line of its own."""
    keys_left: str | None = None
    """Keys that no dialog has taken."""
    language: str = "zh"
    """That the caller leaves in."""
    keys_shown: bool = True
    """Whether the report shows them: what they began is a number of it."""


@dataclass(frozen=True, slots=True)
class Left:
    """One of them, gone."""

    leaving: Leaving
    number: str
    line: str
    ended_by: str
    language: str
    """Of the last thing heard; empty: it has none."""


Trouble = Callable[[], contextlib.AbstractContextManager[None]]


async def leave(
    caller: Callable[[], SippCaller], leaving: Leaving, line: str, trouble: Trouble = contextlib.nullcontext
) -> Left:
    """Call, get as far as that, hang up by BYE; the last two turns are taken in `trouble`."""
    async with caller() as phone:
        await phone.dial(leaving.dials)
        for turn in leaving.turns[:-2]:
            await turn.take(phone, line)
        with trouble():
            for turn in leaving.turns[-2:]:
                heard = await turn.take(phone, line)
            await phone.hang_up()
        return Left(leaving, phone.number, line, phone.ended_by, heard.language)


async def check(served: Served, left: Left) -> None:
    """Exactly one final record, the right step, and everything keyed and recorded until then (F1.14)."""
    assert left.ended_by == "us", "the caller hung up, nobody else"
    assert left.language in ("", left.leaving.language)

    (call,) = await ended(served, "calls", left.number)
    assert call["keys_left"] == left.leaving.keys_left, call["keys_left"]
    visit = max(await ended(served, "visits", left.number), key=lambda row: row["n"])
    leaving = left.leaving
    assert (visit["outcome"], visit["last_step"]) == (leaving.outcome, leaving.last_step)
    assert visit["language"] == leaving.language
    reports = served.of_call("fault_reports", left.number)
    if leaving.kept is None:
        assert reports == []
    else:
        (report,) = reports
        _check_report(served, left, leaving.kept, report)
        _check_messages(served, left, leaving.kept, report)


async def ended(served: Served, table: str, number: str) -> list[Any]:
    """The rows of the calls from this number, once there are some and each has its end."""

    async def over() -> list[Any]:
        rows = served.of_call(table, number)
        return rows if all(row["ended_at"] for row in rows) else []

    return await until(over, seconds=steps.STORED_SECONDS)


def _check_report(served: Served, left: Left, kept: Kept, report: Any) -> None:
    line = left.line if kept.line == "" else kept.line
    assert (report["line_number"], report["confirmed"]) == (line, kept.confirmed)
    assert report["keys_left"] == (left.leaving.keys_left if left.leaving.keys_shown else None)
    assert report["last_step"] == left.leaving.last_step
    assert report["language"] == left.leaving.language
    assert report["contact_number"] == (left.number if kept.contact else None)
    assert report["symptom_class"] == kept.kind
    if kept.symptom is not None:
        assert (report["symptom_recording"] is not None) is kept.symptom
    if kept.symptom:
        assert _size(served, report["symptom_recording"]) > WORDS_BYTES


def _check_messages(served: Served, left: Left, kept: Kept, report: Any) -> None:
    messages = served.of_call("technician_messages", left.number)
    assert kept.messages is None or len(messages) == kept.messages
    for message in messages:
        assert (message["report_id"], message["kept"]) == (report["id"], kept.message_kept)
        assert kept.messages is None or _size(served, message["recording"]) > WORDS_BYTES
    attached = messages[0]["recording"] if kept.message_kept else None
    assert report["technician_message"] == attached


def _size(served: Served, recording: str) -> int:
    return (served.house.settings.folder / recording).stat().st_size
