"""A caller who follows a script: the `Line` for tests of dialogs, without Asterisk and without waiting.

    caller = ScriptedCaller(at("V1", presses="87654321#"), at("V2_confirm", presses="1"), at("V9",
    hangs_up=True)) await fault_report(caller, desk)
    assert caller.heard == ["V1", "V2", Digits("87654321"), "V2_confirm", …]

Each `at` is used up once, in the order given for its prompt. Where nothing is scripted the caller keeps
silent; when the script is used up, the caller hangs up at the next entry or recording. Time is the line's
own: it passes at once.
"""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

from ivr.agi_encoding import quoted, user_event, variable_name
from ivr.keypad import TypedAhead
from ivr.line import Call, Entry, Hangup, Keys, Knobs, Take
from ivr.said import Digits, Said
from ivr.script import Reaction, Script, at, write_tone
from ivr.step_clock import StepClock

__all__ = ["Reaction", "ScriptedCaller", "at"]

T = TypeVar("T")

PROMPT_SECONDS = 2.0
DIGIT_SECONDS = 0.4
KEY_SECONDS = 0.25


class ScriptedCaller:
    """See the module. `hangs_up_after`: seconds of the line's own time, whatever is under way then.

    `pace`: real seconds for each of them, for dialogs that wait for something real.
    """

    def __init__(
        self,
        *script: Reaction,
        script_name: str = "fault_report",
        caller: str = "5550001",
        dialled: str = "112",
        language: str = "zh",
        call_id: str = "1700000000.1",
        endpoint: str = "trunk",
        variables: dict[str, str] | None = None,
        hangs_up_after: float = float("inf"),
        pace: float = 0.0,
    ) -> None:
        self.call = Call(call_id, script_name, caller, dialled, language, endpoint)
        self.language = language
        self.seconds = 0.0
        """The line's own time."""
        self.clock = StepClock(lambda: self.seconds)
        self.knobs = Knobs()
        self.heard: list[Said] = []
        """Everything said so far, what was cut short included."""
        self.heard_languages: list[str] = []
        """The language of each."""
        self.variables = dict(variables or {})
        self.takes: list[Path] = []
        """Recordings made, those that a hang-up ended included."""
        self.told: list[tuple[str, dict[str, str]]] = []
        """User events, with their headers."""
        self.gone = False
        self._script = Script(script)
        self._hangs_up_after = hangs_up_after
        self._typed = TypedAhead()
        self._speech: Reaction | None = None
        self._fingers = ""
        self._pace = pace

    @property
    def unused(self) -> list[Reaction]:
        """What the script still holds: empty after a dialog that went as expected."""
        return self._script.left

    def step(self, name: str) -> None:
        """Note that the dialog has reached this step."""
        self.clock.step(name)

    async def play(self, *said: Said) -> None:
        """Hear something; a scripted key cuts it short and waits for the next `read`."""
        await self._hear(said)
        self._typed.add(self._fingers[:1])
        self._fingers = self._fingers[1:]

    async def read(self, said: Sequence[Said], keys: Keys) -> Entry:
        """Hear something and key as scripted; without a key, be silent for as long as is allowed."""
        return await self._typed.read(keys, lambda begun: self._entry(said, begun, keys))

    async def meanwhile(self, work: Awaitable[T]) -> T:
        """The result of `work`, which takes none of the line's own time."""
        result = await work
        await self._pass(0.0)
        return result

    async def record(
        self, take: Path, *, max_seconds: float, silence_seconds: float, beep: bool = True
    ) -> Take:
        """Speak as scripted; `take` becomes a real WAV file of that length."""
        await self._hear(["beep"] if beep else [])
        self._typed.forget()
        self._fingers = ""
        speech, self._speech = self._speech, None
        if speech is None and self._script.used_up:
            self._leave()
        spoken = (speech.speaks if speech else None) or 0.0
        seconds = min(spoken, max_seconds)
        write_tone(take, seconds)
        self.takes.append(take)
        await self._pass(seconds)
        if speech and speech.hangs_up:
            self._leave()
        if spoken >= max_seconds:
            return Take(take, seconds, "limit")
        if speech and speech.presses:
            return Take(take, seconds, "key")
        await self._pass(silence_seconds)
        return Take(take, seconds, "silence")

    async def get(self, variable: str) -> str:
        """Value of a channel variable, empty when unset."""
        await self._pass(0.0)
        return self.variables.get(variable_name(variable), "")

    async def set(self, variable: str, value: str) -> None:
        """Set a channel variable; refuses what Asterisk must not get."""
        await self._pass(0.0)
        quoted(value)
        self.variables[variable_name(variable)] = value

    async def notify(self, event: str, facts: Mapping[str, str]) -> None:
        """Tell whoever watches; refuses what Asterisk must not get."""
        await self._pass(0.0)
        user_event(event, facts)
        self.told.append((event, dict(facts)))

    async def hang_up(self) -> None:
        """End the call."""
        await self._pass(0.0)
        self.gone = True

    # -- inside

    async def _entry(self, said: Sequence[Said], begun: str, keys: Keys) -> Entry:
        if not begun:
            if self._script.used_up and not self._fingers:
                self._leave()
            await self._hear(said)
        pressed = begun
        while self._fingers and len(pressed) < keys.max_digits:
            key, self._fingers = self._fingers[0], self._fingers[1:]
            if key == keys.end:
                return Entry(pressed, "end")
            pressed += key
        if len(pressed) >= keys.max_digits:
            return Entry(pressed, "full")
        await self._pass(keys.next_seconds if pressed else keys.first_seconds)
        return Entry(pressed, "silence")

    async def _hear(self, said: Sequence[Said]) -> None:
        """Listen until a key; keys that were not asked for yet are pressed at the next prompt."""
        await self._pass(0.0)
        for one in said:
            self.heard.append(one)
            self.heard_languages.append(self.language)
            reaction = self._script.next(one)
            if reaction and reaction.hangs_up and reaction.speaks is None:
                self._leave()
            if reaction and reaction.speaks is not None:
                self._speech = reaction
            elif reaction:
                self._fingers += reaction.presses
            if self._fingers:
                await self._pass(KEY_SECONDS * len(self._fingers))
                return
            await self._pass(_seconds(one))

    async def _pass(self, seconds: float) -> None:
        """Let the line's time pass; real time only as far as `pace` wants it."""
        if self.gone:
            raise Hangup
        if self.seconds + seconds >= self._hangs_up_after:
            self.seconds = self._hangs_up_after
            self._leave()
        self.seconds += seconds
        await asyncio.sleep(seconds * self._pace)

    def _leave(self) -> NoReturn:
        self.gone = True
        raise Hangup


def _seconds(said: Said) -> float:
    return DIGIT_SECONDS * len(said.number) if isinstance(said, Digits) else PROMPT_SECONDS
