"""A line to one caller, as the dialogs see it.

Three things stand behind this seam: `ivr.agi_line.AgiLine` on a real Asterisk,
`ivr.scripted_caller.ScriptedCaller` without one, and whatever a site adds; tests/contract runs the same
steps against all of them.
"""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, TypeVar

from ivr.said import Said
from ivr.step_clock import StepClock

T = TypeVar("T")


class Hangup(Exception):  # noqa: N818 - an event of the call, not an error
    """The caller is gone (or the channel was taken away): `HANGUP`, `result=-1`, 511 or end of file.

    Caught once, in the call runner; a flow never catches it.
    """


class Call(NamedTuple):
    """Who is on the line. Caller and dialled number are hints from the network, never proof (S17)."""

    id: str
    """Asterisk's unique id of the channel."""
    script: str
    """Name of the service that the dialplan asked for."""
    caller: str
    """Calling number, digits only, empty when withheld or not a number."""
    dialled: str
    language: str
    """`zh` or `en`: what the channel was set to when the dialog began."""
    endpoint: str = ""
    """Name of the telephone or trunk that it came in on, as Asterisk knows it; empty: unknown."""


@dataclass(frozen=True, slots=True)
class Knobs:
    """What operations can turn in the dialplan's `[globals]` (F1.3), as read at the start of a dialog."""

    max_tries: int = 3
    entry_seconds: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What counts as a complete entry.

    `first_seconds`: silence allowed before the first key, counted from the end of the prompt; `next_seconds`:
    between two keys. `end` completes the entry early and is not part of it ("" = no such key).
    """

    max_digits: int
    end: str = "#"
    first_seconds: float = 10.0
    next_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Entry:
    """What the caller keyed. `ended` says how: by the end key, by the last possible digit, or by silence."""

    digits: str
    ended: Literal["end", "full", "silence"]

    @property
    def silent(self) -> bool:
        """Nothing at all was pressed (an end key alone is not silence)."""
        return self.ended == "silence" and not self.digits


@dataclass(frozen=True, slots=True)
class Take:
    """A finished recording: its file, seconds without the silence that ended it, and what ended it."""

    path: Path
    seconds: float
    ended: Literal["key", "silence", "limit"]


DEFAULT_KNOBS = Knobs()
"""As long as nothing else has been read."""


class Line(Protocol):
    """Everything a dialog can do to a caller. Every method raises Hangup once the caller is gone."""

    call: Call
    language: str
    """`zh` or `en`; prompts follow it from the next one on."""
    clock: StepClock
    """Steps, their durations and tries; `clock.now` is the line's own time."""
    knobs: Knobs
    """`DEFAULT_KNOBS` until the call runner has read the dialplan's."""

    def step(self, name: str) -> None:
        """Note that the dialog has reached this step: the one recorded when the caller hangs up (F1.14)."""

    async def play(self, *said: Said) -> None:
        """Say something. Any key cuts it short and is kept: it becomes the first key of the next `read`.

        A key that waits already does not: what is said after it is heard.
        """

    async def read(self, said: Sequence[Said], keys: Keys) -> Entry:
        """Say something and read keys; the first key cuts the prompt short and counts."""

    async def meanwhile(self, work: Awaitable[T]) -> T:
        """The result of `work`, or what it raises; keys pressed meanwhile wait for the next `read`.

        For look-ups and everything else that may take longer than an eyeblink and has a limit of its own, seconds
        at most: the caller hears nothing. When the caller leaves, the work is finished before Hangup is raised.
        """

    async def record(
        self, take: Path, *, max_seconds: float, silence_seconds: float, beep: bool = True
    ) -> Take:
        """Record the caller into `take` (`.wav`) until `#`, silence, or the limit; drops keys typed ahead."""

    async def get(self, variable: str) -> str:
        """Value of a channel variable or dialplan global, empty when unset."""

    def set(self, variable: str, value: str) -> Awaitable[object]:
        """Set a channel variable: done once what this gives has been awaited."""

    async def notify(self, event: str, facts: Mapping[str, str]) -> None:
        """Tell whoever watches Asterisk's events: a user event of this name with these headers.

        Raises RefusedArgument for anything but plain words: no commas, no quotes, no control characters.
        """

    async def hang_up(self) -> None:
        """End the call."""
