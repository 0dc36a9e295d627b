"""What a caller does with a telephone: hear prompts, press keys, speak. The signalling is somebody else's.

`TestCaller` (our own SIP), `AgentPhone` and the tests' SIPp caller stand on it, so a test reads the same on each.
"""

import asyncio
import contextlib
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from testcalls.ear import DIGIT_GAP, DIGITS, Ear, Heard
from testcalls.g711 import RATE, Samples
from testcalls.media import Media
from testcalls.repertoire import Repertoire, known
from testcalls.silence import Silence, longest_silence

TONE_MS = 100
GAP_MS = 80
_LISTEN_EVERY = 0.1
_EARS = ThreadPoolExecutor(2, thread_name_prefix="ear")
_LATE = 60.0
"""Seconds that the ear of a busy machine may come behind the sound, at most."""
_NUMBER_OVER = DIGIT_GAP + 1.0
"""Seconds behind a digit after which its number is complete: a further digit counts once it was heard whole."""


class NotHeard(Exception):  # noqa: N818 - what a test reports
    """The caller waited for something that did not come. The text tells everything that was heard instead."""


class Handset:
    """Hears on `media` with the prompts of `repertoire`; `heard` is everything recognised so far, in order.

    `hears` looks at what came after the last thing it found, so a prompt that is said twice has to be heard twice.
    """

    def __init__(self, repertoire: Repertoire, media: Media | None = None) -> None:
        self.media = media or Media()
        self._ear = Ear(repertoire)
        self._changed = asyncio.Condition()
        self._listening: asyncio.Task[None] | None = None
        self._next = 0
        self._closing = asyncio.Event()
        """Set as soon as the call has ended; `_over` once the rest has been heard."""
        self._over = False
        self._spoken = 0

    @property
    def heard(self) -> list[Heard]:
        """Everything recognised so far."""
        return list(self._ear.heard)

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        return self._over

    def audio(self) -> Samples:
        """All that came in since the call was answered, 8 kHz."""
        return self.media.timeline.audio()

    def save(self, path: Path) -> None:
        """Write all that was heard as a WAV file."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(self.audio().tobytes())

    def dead_air(self, since: float = 0.0) -> Silence:
        """The longest silence between two sounds, from `since` seconds after the answer on."""
        return longest_silence(self.audio(), since)

    async def hears(
        self, wanted: str, *, language: str = "", within: float = 15.0, whole: bool = False
    ) -> Heard:
        """Wait until a prompt is recognised, about 0.7 s after it began; `whole`: until it has ended.

        `wanted` is a prompt's id or a number of digits that is read out. Raises NotHeard when it has not come `within`
        seconds, or the call is over.
        """
        return await self.hears_any(wanted, language=language, within=within, whole=whole)

    async def hears_any(
        self, *wanted: str, language: str = "", within: float = 15.0, whole: bool = False
    ) -> Heard:
        """The first of several prompts. Raises NotHeard."""

        def found() -> Heard | None:
            for n, heard in enumerate(self._ear.heard[self._next :], self._next):
                if self._is(heard, wanted, language) and (not whole or heard.until is not None):
                    self._next = n + 1
                    return heard
            return None

        heard = await self._wait(found, within)
        if heard is None:
            why = "the call is over" if self._over else f"{within:g} s have passed"
            raise NotHeard(f"{' or '.join(wanted)} not heard: {why}; heard {self.told()}")
        return heard

    async def next_heard(self, *, within: float = 3600.0) -> Heard | None:
        """Whatever is recognised next; None when the call is over or `within` seconds have passed."""

        def found() -> Heard | None:
            if self._next >= len(self._ear.heard) or not self._ready(self._ear.heard[self._next]):
                return None
            self._next += 1
            return self._ear.heard[self._next - 1]

        return await self._wait(found, within)

    async def ends(self, heard: Heard, *, within: float = 60.0) -> Heard:
        """Wait until something that was recognised has ended or was cut short. Raises NotHeard."""
        place = next(n for n, h in enumerate(self._ear.heard) if h.at_seconds == heard.at_seconds)

        def ended() -> Heard | None:
            now = self._ear.heard[place]
            return now if now.until is not None else None

        if (last := await self._wait(ended, within)) is None:
            raise NotHeard(f"{heard.id} did not end within {within:g} s; heard {self.told()}")
        return last

    async def press(self, keys: str, *, tone_ms: int = TONE_MS, gap_ms: int = GAP_MS) -> None:
        """Press keys; returns when the last one is released. `tone_ms` and `gap_ms` are rounded up to 20 ms."""
        await self.media.press(keys, tone_ms=tone_ms, gap_ms=gap_ms)

    async def speak(self, samples: Samples) -> str:
        """Say something; returns the id (`spoken_1`, …) it is recognised by when it is played back later."""
        self._spoken += 1
        name = f"spoken_{self._spoken}"
        if sound := known(name, "", samples):
            self._ear.repertoire = self._ear.repertoire.also(sound)
        await self.media.speak(samples)
        return name

    def told(self) -> str:
        """Everything heard in one line, for messages."""
        return (
            ", ".join(
                f"{h.at_seconds:.1f}s {h.digits or h.id}{'' if h.complete else '…'}" for h in self._ear.heard
            )
            or "nothing"
        )

    def _is(self, heard: Heard, wanted: tuple[str, ...], language: str) -> bool:
        if language and heard.language not in (language, ""):
            return False
        return self._ready(heard) and any(heard.matches(w) for w in wanted)

    def _ready(self, heard: Heard) -> bool:
        """Whether nothing can be added to it: digits may still be followed by others."""
        last = heard is self._ear.heard[-1] and not self._over
        return heard.id != DIGITS or not last or self._ear.seconds - (heard.until or 0) > _NUMBER_OVER

    async def _wait(self, found: Callable[[], Heard | None], within: float) -> Heard | None:
        """Until it is found, or so many seconds of sound were listened to, or the call is over.

        What came in counts by the time at which it came: an ear that a busy machine holds up has missed nothing.
        """
        loop = asyncio.get_running_loop()
        deadline, listened = loop.time() + within, self.media.now + within
        longest = within if self._listening is None else within + _LATE
        try:
            async with asyncio.timeout(longest), self._changed:
                while (heard := found()) is None and not self._over:
                    if loop.time() >= deadline and self._ear.seconds >= listened:
                        break
                    await self._changed.wait()
                return heard
        except TimeoutError:
            return found()

    def _start_listening(self) -> None:
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LISTEN_EVERY):
                    await self._closing.wait()
            await self._take(self.media.advance())
        self.media.close()
        await self._take(np.concatenate([self.media.timeline.finish(), np.zeros(2 * RATE, np.int16)]))
        await self._tell_over()

    async def _take(self, samples: Samples) -> None:
        if len(samples):
            await asyncio.get_running_loop().run_in_executor(_EARS, self._ear.hear, samples)
            async with self._changed:
                self._changed.notify_all()

    async def _tell_over(self) -> None:
        self._over = True
        async with self._changed:
            self._changed.notify_all()

    async def _stop(self) -> None:
        """The call is over: hear the rest, tell everyone who waits."""
        self._closing.set()
        if self._listening:
            await asyncio.shield(self._listening)
        elif not self._over:
            self.media.close()
            await self._tell_over()
