"""A line whose caller watches: it tells what is said and keyed while it passes everything on (page "call from here").

Only calls from the call page are followed; the line of any other call is not wrapped and pays nothing. What is told
goes through Asterisk as user events, so that dialogs and desktop may be in two processes: ids of prompts, digits and
words of ours, never a text (S1, S5).
"""

import contextlib
import re
from collections.abc import Awaitable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from ivr import dialplan_variables as dv
from ivr.agi_encoding import RefusedArgument
from ivr.line import Entry, Keys, Knobs, Line, Take
from ivr.said import Digits, Said

T = TypeVar("T")

EVENT = "Followed"
_FOLLOW = re.compile(r"[a-z0-9]{16,64}", re.ASCII)
_TONES = frozenset({"beep", "comfort", "pause"})
_MOST_PARTS = 40


async def followed(line: Line) -> Line:
    """The line with its caller watching, or the line itself where nobody does. Raises Hangup."""
    follow = await line.get(dv.FOLLOWED)
    return FollowedLine(line, follow) if _FOLLOW.fullmatch(follow) else line


class FollowedLine:
    """`follow`: the name under which the caller's page asks for what is told. See `ivr.line.Line`."""

    def __init__(self, line: Line, follow: str) -> None:
        self.call = line.call
        self.clock = line.clock
        self._line = line
        self._follow = follow
        self._verdict: dict[str, str] = {}

    @property
    def language(self) -> str:
        """The line's."""
        return self._line.language

    @language.setter
    def language(self, language: str) -> None:
        self._line.language = language

    @property
    def knobs(self) -> Knobs:
        """The line's."""
        return self._line.knobs

    @knobs.setter
    def knobs(self, knobs: Knobs) -> None:
        self._line.knobs = knobs

    def step(self, name: str) -> None:
        """Note that the dialog has reached this step."""
        self._line.step(name)

    async def play(self, *said: Said) -> None:
        """Tell, then say."""
        await self._tell_said(said, "nothing")
        await self._line.play(*said)

    async def read(self, said: Sequence[Said], keys: Keys) -> Entry:
        """Tell, say, and tell what was keyed."""
        await self._tell_said(said, "keys")
        entry = await self._line.read(said, keys)
        await self._tell("keyed", digits=entry.digits, ended=entry.ended)
        return entry

    async def meanwhile(self, work: Awaitable[T]) -> T:
        """The result of `work`."""
        return await self._line.meanwhile(work)

    async def record(
        self, take: Path, *, max_seconds: float, silence_seconds: float, beep: bool = True
    ) -> Take:
        """Tell that the caller is recorded, and for how long it was."""
        await self._tell_said((), "speech")
        recorded = await self._line.record(
            take, max_seconds=max_seconds, silence_seconds=silence_seconds, beep=beep
        )
        await self._tell("recorded", seconds=f"{recorded.seconds:.1f}", ended=recorded.ended)
        return recorded

    async def get(self, variable: str) -> str:
        """Value of a channel variable."""
        return await self._line.get(variable)

    async def set(self, variable: str, value: str) -> None:
        """Set a channel variable; a stored report and the verdict are told."""
        await self._line.set(variable, value)
        if variable == dv.REPORT_NUMBER and value:
            await self._tell("stored", report=value)
        elif variable in (dv.IVR_NEXT, dv.IVR_REASON):
            self._verdict[variable] = value
        elif variable == dv.IVR_DONE:
            next_, reason = (self._verdict.get(name, "") for name in (dv.IVR_NEXT, dv.IVR_REASON))
            await self._tell("went", next=next_, reason=reason)

    async def notify(self, event: str, facts: Mapping[str, str]) -> None:
        """Tell whoever watches Asterisk's events."""
        await self._line.notify(event, facts)

    async def hang_up(self) -> None:
        """End the call."""
        await self._line.hang_up()

    async def _tell_said(self, said: Sequence[Said], awaits: str) -> None:
        parts = [part for one in said if one not in _TONES and (part := _part(one))]
        if parts or awaits != "nothing":
            await self._tell("said", said=" ".join(parts[:_MOST_PARTS]), awaits=awaits)

    async def _tell(self, what: str, **facts: str) -> None:
        """One event. What can't be told is left out: the dialog goes on as without a watcher. Raises Hangup."""
        head = {"Follow": self._follow, "What": what, "Step": self.clock.last_step, "Spoken": self.language}
        with contextlib.suppress(RefusedArgument):
            await self.notify(EVENT, head | {name.capitalize(): value for name, value in facts.items()})


def _part(said: Said) -> str:
    """A prompt by its id, a number after `=`, a recording as `@`."""
    if isinstance(said, Digits):
        return f"={said.number}"
    return said if isinstance(said, str) else "@"
