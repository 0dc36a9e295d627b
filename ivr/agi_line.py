"""`Line` on a real Asterisk, through FastAGI.

**Why no key is lost.** Asterisk throws away keys that end between two AGI commands. Prompts and digits are
therefore ONE command: `EXEC Read` plays `file1&file2&…` and collects digits across all of them; the key
that cuts a prompt short is the first digit. `play` is the same command with room for one key, which waits
for the next `read`. Where a second command must follow (to fetch the digits, or to go on after `play`), it
follows the end of a key, and Asterisk itself never lets two keys end within 125 ms (its shortest tone 80 ms
and gap 45 ms, main/channel.c); the next command is there after a fraction of that. Only when prompts exceed
one command's 2 KB are they split without a key before.

While something else takes its time (`meanwhile`), `WAIT FOR DIGIT` listens in short slices. A look-up that is as
quick as they are meant to be costs no command at all: after the key that ended an entry no other can end yet.

Keys that no dialog has taken stand in two channel variables, IVR_TYPED (typed ahead) and IVR_KEYS (the entry
under way), for the dialplan to tell of them at a hang-up (F1.14).

`READSTATUS` tells an end key alone (OK, empty) from silence (TIMEOUT). Files that do not exist are left out
by Read.
"""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from ivr import dialplan_variables as dv
from ivr.agi_encoding import (
    MAX_COMMAND_BYTES,
    RefusedArgument,
    command,
    sound_list,
    user_event,
    variable_name,
)
from ivr.agi_protocol import Answer
from ivr.agi_session import AgiRefusal, AgiSession
from ivr.keypad import TypedAhead
from ivr.line import DEFAULT_KNOBS, Call, Entry, Hangup, Keys, Take
from ivr.said import Said
from ivr.sounds import Sounds
from ivr.step_clock import StepClock

_FETCH = command("GET FULL VARIABLE", "${READSTATUS}:${SHIFT(" + dv.IVR_KEYS + ")}")
"""How the entry ended, and its keys, which the variable holds no longer: what is left in it when the caller hangs up
was taken by nobody (F1.14)."""
_HANG_UP = command("HANGUP")
_SLICE_SECONDS = 0.15
"""Of listening for a key while something else takes its time; what comes next may be as much later."""
_LISTEN = command("WAIT FOR DIGIT", str(round(_SLICE_SECONDS * 1000)))
_KEY_OF = {str(ord(key)): key for key in "0123456789*#ABCD"}
_BETWEEN_KEYS_SECONDS = 0.08
"""So long after a key no other can end, with a margin for the way to Asterisk."""
_AT_ONCE_SECONDS = 0.01
"""What is done by then is done at once."""
_AFTER_PROMPT_SECONDS = 0.05
_TYPING_SECONDS = 20.0
"""Longest time that an entry is expected to take once it has begun."""
_SILENCE_SECONDS = 8.0
"""How long after a command should have ended Asterisk waits for us before it takes the caller away (R2).

Whatever takes its time gives a sign of life by listening for keys, so that only a process that stands still is silent.
"""
_ROOM_FOR_FILES = MAX_COMMAND_BYTES - 120
_SAMPLES_A_SECOND = 8000
_LONGEST_KEPT = 5
"""Characters of a value whose encoded command is kept."""
_SILENCE_LEFT = 1.0
"""Seconds of the silence that ended a recording which Asterisk leaves in it (res_agi, RECORD FILE)."""


T = TypeVar("T")


class AgiLine:
    """The line of one FastAGI session. See `ivr.line.Line` for what each method promises."""

    def __init__(self, session: AgiSession, call: Call, sounds: Sounds) -> None:
        self.call = call
        self.language = call.language
        self.clock = StepClock()
        self.knobs = DEFAULT_KNOBS
        self._session = session
        self._sounds = sounds
        self._typed = TypedAhead()
        self._told = ""
        """What IVR_TYPED holds."""
        self._no_key_until = 0.0
        self._timeouts: dict[str, float] = {}
        self._armed_until = 0.0

    def step(self, name: str) -> None:
        """Note that the dialog has reached this step."""
        self.clock.step(name)

    async def play(self, *said: Said) -> None:
        """Say something; one key cuts it short and waits for the next `read`."""
        for files in self._commands(said):
            await self._tell(self._typed.waiting)
            _, keys = await self._exec_read(files, 1, "t()", _AFTER_PROMPT_SECONDS, 1.0)
            self._typed.add(keys)
            if keys:
                return

    async def read(self, said: Sequence[Said], keys: Keys) -> Entry:
        """Say something and read keys. Keys typed ahead count first, and spare the caller the prompt."""
        return await self._typed.read(keys, lambda begun: self._entry([] if begun else said, begun, keys))

    async def meanwhile(self, work: Awaitable[T]) -> T:
        """The result of `work`; keys pressed meanwhile wait for the next `read`."""
        task = asyncio.ensure_future(work)
        try:
            quiet = self._no_key_until - self.clock.now()
            await asyncio.wait([task], timeout=max(quiet, _AT_ONCE_SECONDS))
            while not task.done():
                await self._listen()
        except Hangup:
            await asyncio.wait([task])
            if not task.cancelled():
                task.exception()  # nobody is left to tell
            raise
        finally:
            task.cancel()  # the dialog itself was cancelled
        return task.result()

    async def record(
        self, take: Path, *, max_seconds: float, silence_seconds: float, beep: bool = True
    ) -> Take:
        """Record until `#`, silence or the limit. After a hang-up the file stays with what was said."""
        if take.suffix != ".wav":
            raise RefusedArgument("recordings are .wav files")
        self._typed.forget()
        await self._tell("")
        if beep:
            for files in filter(None, self._commands(["beep"])):  # Playback of nothing would answer -1
                await self._send("EXEC", "Playback", sound_list(files), seconds=2.0)
        await self._sign_of_life(max_seconds)
        begun = self.clock.now()
        answer = await self._send(
            "RECORD FILE",
            str(take.with_suffix("")),
            "wav",
            "#",
            str(round(max_seconds * 1000)),
            f"s={max(1, round(silence_seconds))}",
            seconds=max_seconds,
        )
        seconds = (answer.endpos or 0) / _SAMPLES_A_SECOND
        if answer.result == str(ord("#")):
            return Take(take, seconds, "key")
        lasted = self.clock.now() - begun  # Asterisk says "timeout" for silence and limit alike
        if max(lasted, seconds) >= max_seconds:
            return Take(take, seconds, "limit")
        return Take(take, max(seconds - _SILENCE_LEFT, 0.0), "silence")

    async def get(self, variable: str) -> str:
        """Value of a channel variable or global, empty when unset."""
        return (await self._session.send(command("GET VARIABLE", variable_name(variable)), 0.0)).data

    def set(self, variable: str, value: str) -> Awaitable[object]:
        """Set a channel variable. Raises RefusedArgument for a value with control characters."""
        encoded = _often_set if len(value) <= _LONGEST_KEPT else _setting
        return self._session.send(encoded(variable, value), 0.0)

    async def notify(self, event: str, facts: Mapping[str, str]) -> None:
        """Tell whoever watches Asterisk's events. Raises RefusedArgument."""
        await self._send("EXEC", "UserEvent", user_event(event, facts))

    async def hang_up(self) -> None:
        """End the call; every later use of the line raises Hangup."""
        await self._session.send(_HANG_UP, 0.0)
        self._session.lost()

    # -- inside

    async def _listen(self) -> None:
        """A slice of silence; a key ends it and waits for the next `read`."""
        await self._tell(self._typed.waiting)
        await self._sign_of_life(_SLICE_SECONDS)
        answer = await self._session.send(_LISTEN, _SLICE_SECONDS)
        self._typed.add(_KEY_OF.get(answer.result, ""))

    async def _tell(self, typed: str) -> None:
        """Let the dialplan know of keys typed ahead, before anything that takes its time (F1.14)."""
        if typed != self._told:
            await self._send("SET VARIABLE", dv.IVR_TYPED, typed)
            self._told = typed

    def _send(self, verb: str, *arguments: str, seconds: float = 0.0) -> Awaitable[Answer]:
        return self._session.send(command(verb, *arguments), seconds)

    def _commands(self, said: Sequence[Said]) -> list[list[str]]:
        """Sound files in as few commands as fit."""
        commands: list[list[str]] = [[]]
        room = _ROOM_FOR_FILES
        for file in self._sounds.files(self.language, said, self.call.id):
            size = len(file.encode()) + 1
            if size > room and commands[-1]:
                commands.append([])
                room = _ROOM_FOR_FILES
            commands[-1].append(file)
            room -= size
        return commands

    async def _entry(self, said: Sequence[Said], begun: str, keys: Keys) -> Entry:
        """One entry, its beginning already typed. The last command of several waits for the caller."""
        most = keys.max_digits - len(begun)
        option = f"t({keys.end})"
        *first, last = self._commands(said)
        await self._tell(begun)
        for files in first:
            status, digits = await self._exec_read(
                files, most, option, _AFTER_PROMPT_SECONDS, keys.next_seconds
            )
            if digits or status == "OK":
                return _entry(begun + digits, status, keys)
        wait = keys.next_seconds if begun else keys.first_seconds
        status, digits = await self._exec_read(last, most, option, wait, keys.next_seconds)
        return _entry(begun + digits, status, keys)

    async def _exec_read(
        self, files: list[str], most: int, option: str, first: float, following: float
    ) -> tuple[str, str]:
        """`Read` one or more digits: READSTATUS and the digits."""
        prompts = self._sounds.seconds(files)
        await self._sign_of_life(prompts + first + min((most - 1) * following, _TYPING_SECONDS))
        await self._timeout("response", first)
        if most > 1:
            await self._timeout("digit", following)
        arguments = f"{dv.IVR_KEYS},{sound_list(files)},{most},{option},1"
        await self._send("EXEC", "Read", arguments, seconds=prompts + first + most * following)
        answer = await self._session.send(_FETCH, 0.0)
        status, _, digits = answer.data.partition(":")
        if status == "HANGUP":
            self._session.lost()
            raise Hangup
        if status == "ERROR":
            raise AgiRefusal("Read did not accept its arguments")
        if status == "OK":
            self._no_key_until = self.clock.now() + _BETWEEN_KEYS_SECONDS
        return status, digits

    async def _sign_of_life(self, seconds: float) -> None:
        """Before a command that takes so long: move Asterisk's deadline on, should we fall silent (R2).

        The dialplan arms TIMEOUT(absolute) before the dialog and disarms it behind; a deadline that still fits
        stays as it is.
        """
        left = self._armed_until - self.clock.now()
        if seconds + _SILENCE_SECONDS * 2 / 3 <= left <= seconds + 2 * _SILENCE_SECONDS:
            return
        await self._send("SET VARIABLE", "TIMEOUT(absolute)", f"{seconds + _SILENCE_SECONDS:.0f}")
        self._armed_until = self.clock.now() + seconds + _SILENCE_SECONDS

    async def _timeout(self, kind: str, seconds: float) -> None:
        """TIMEOUT(response), TIMEOUT(digit): Read's own argument does not tell first and next key apart."""
        if self._timeouts.get(kind) != seconds:
            await self._send("SET VARIABLE", f"TIMEOUT({kind})", f"{seconds:.3f}")
            self._timeouts[kind] = seconds


def _setting(variable: str, value: str) -> bytes:
    return command("SET VARIABLE", variable_name(variable), value)


_often_set = lru_cache(maxsize=256)(_setting)
"""Encoded once for all calls; only values too short to be anybody's number are kept (S19)."""


def _entry(digits: str, status: str, keys: Keys) -> Entry:
    if len(digits) >= keys.max_digits:
        return Entry(digits, "full")
    return Entry(digits, "end" if status == "OK" else "silence")
