"""The voice behind the prompts: a small seam, so that a neural voice can take espeak-ng's place."""

import io
import subprocess
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ivr.prompts.catalogue import Utterance

if TYPE_CHECKING:
    from ivr.prompts.audio import Sound

RENDER_SECONDS = 30.0


class EngineError(Exception):
    """The voice could not speak; the message says what it was asked and what it answered."""


class Engine(Protocol):
    """A voice. The same utterance gives the same samples for as long as `identity` stays the same."""

    def identity(self) -> str:
        """Name and version; another value renders every prompt anew."""

    def render(self, utterance: Utterance) -> "Sound":
        """Speak. Raises EngineError."""


class EspeakEngine:
    """espeak-ng as a subprocess, started without a shell; the text goes in on standard input."""

    def __init__(self, program: Path) -> None:
        """`program` is the path of an espeak-ng ≥ 1.50 that has the catalogues' voices."""
        self._program = program

    def identity(self) -> str:
        """The first words of `espeak-ng --version`; the folder of its data is left out."""
        version = self._run(["--version"], "").decode("utf-8", "replace")
        return version.split("Data at:")[0].strip()

    def render(self, utterance: Utterance) -> "Sound":
        """Speak at the voice's speed, without the pause that espeak-ng puts behind a sentence."""
        voice = utterance.voice
        arguments = ["-v", voice.name, "-s", str(voice.speed), "-b", "1", "-z", "--stdin", "--stdout"]
        return _sound(self._run(arguments, utterance.text), utterance.text)

    def _run(self, arguments: Sequence[str], text: str) -> bytes:
        command = [str(self._program), *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - the program is configured, the text never an argument
                command, input=text.encode(), capture_output=True, timeout=RENDER_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EngineError(f"{self._program}: {error}") from error
        if done.returncode != 0 or not done.stdout:
            answer = done.stderr.decode("utf-8", "replace").strip()
            raise EngineError(f"{' '.join(command)}: {answer or f'ended with {done.returncode}'}")
        return done.stdout


def _sound(answer: bytes, text: str) -> "Sound":
    """A WAV written to a pipe: its header cannot know the length, so everything behind it is audio."""
    import numpy as np

    from ivr.prompts.audio import Sound

    try:
        with wave.open(io.BytesIO(answer)) as file:
            rate, frames = file.getframerate(), file.readframes(len(answer))
    except (wave.Error, EOFError) as error:
        raise EngineError(f"no WAV came back for {text!r}: {error}") from error
    return Sound(np.frombuffer(frames, dtype="<i2").astype(np.float64) / 32768.0, rate)
