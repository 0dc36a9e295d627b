"""Ways of callers through the dialogs, so that many of them stand at different steps at the same moment.

A caller goes to a place where it can stay for half a minute, waits there until all others are at theirs, and
does the rest, which is short. While it records it speaks without a pause, so silence does not end the take.
"""

import asyncio
import contextlib
from dataclasses import dataclass

import numpy as np

from testcalls.caller import TestCaller
from testcalls.repertoire import Repertoire

SPEAK = "speak"
"""Instead of keys: begin to speak, and go on until the next action."""
PATIENCE = 60.0
_CHUNK_SECONDS = 0.4

Actions = tuple[tuple[str, str], ...]
"""Prompt that is waited for (empty: none), and keys pressed as soon as it is heard."""


@dataclass(frozen=True, slots=True)
class Way:
    """To the step `step` of a dialog; `until` is the prompt at which the caller knows to be there."""

    step: str
    line: str = ""
    dialled: str = "112"
    before: Actions = ()
    after: Actions = ()
    until: str = ""


class Traveller:
    """One caller on one way."""

    def __init__(self, way: Way, phone: TestCaller) -> None:
        self.way, self.phone = way, phone
        self._speaking: asyncio.Task[None] | None = None

    async def set_out(self) -> None:
        """Dial and go as far as the caller can stay."""
        if self.way.before:
            await self.phone.dial(self.way.dialled)
            await self._go(self.way.before)

    async def arrive(self) -> None:
        """Do the rest."""
        if not self.way.before:
            await self.phone.dial(self.way.dialled)
        await self._go(self.way.after)
        if self.way.until:
            await self.phone.hears(self.way.until, within=PATIENCE)

    async def fall_silent(self) -> None:
        """Stop speaking."""
        if self._speaking is not None:
            self._speaking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._speaking
            self._speaking = None

    async def _go(self, actions: Actions) -> None:
        for prompt, keys in actions:
            if prompt:
                await self.phone.hears(prompt, within=PATIENCE)
            await self.fall_silent()
            if keys == SPEAK:
                await self.phone.media.speak(murmur(1.5))
                self._speaking = asyncio.create_task(self._speak())
            elif keys:
                await self.phone.press(keys)

    async def _speak(self) -> None:
        while True:
            await self.phone.media.speak(murmur(_CHUNK_SECONDS))


def mandarin(repertoire: Repertoire, *ids: str) -> Repertoire:
    """An ear for Mandarin and tones alone, or for these prompts alone: so many callers hear at the same time."""
    sounds = [sound for sound in repertoire.sounds if sound.language != "en"]
    return Repertoire(sound for sound in sounds if not ids or sound.id in ids)


def murmur(seconds: float) -> np.ndarray:
    """Something that sounds like nothing in the catalogue."""
    at = np.arange(round(seconds * 8000)) / 8000
    swell = 0.3 + 0.7 * np.sin(2 * np.pi * 3 * at) ** 2
    return (9000 * swell * np.sin(2 * np.pi * (310 + 200 * at) * at)).astype(np.int16)


def number_entered(line: str) -> Actions:
    """F1.2: the line number, keyed and confirmed."""
    return (("V1", f"{line}#"), ("V2", "1"))


def symptom_begun(line: str) -> Actions:
    """F1.9: on to the recording of the symptom, speaking; the contact number is the calling one."""
    return (*number_entered(line), ("V5", "#"), ("beep", SPEAK))


def details_read_back(line: str) -> Actions:
    """F1.10: on to V6."""
    return (*symptom_begun(line), ("", "#"), ("V5_class", "2"), ("V6", ""))


def message_begun(line: str) -> Actions:
    """F1.12: on to the recording of the message, speaking."""
    return (*details_read_back(line), ("", "1"), ("report_number", "1"), ("V8", ""), ("beep", SPEAK))
