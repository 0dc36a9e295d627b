"""What a caller says after the tone, asked for again while nothing was heard (F1.9, F1.12)."""

from dataclasses import dataclass
from pathlib import Path

from desk.call_desk import CallDesk
from desk.fold.draft import WORDS_SECONDS
from ivr.line import Line
from ivr.question import TooManyTries

MAX_TAKES = 5
"""Recordings of one thing, however often the caller asks to record again: that is no failed try (F1.3)."""
SILENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """`kind` is `symptom` or `message`; `max_seconds` end it, and so do 5 s of silence."""

    step: str
    kind: str
    prompt: str
    max_seconds: float


async def record_speech(line: Line, desk: CallDesk, speech: Speech) -> Path:
    """Say the prompt and record; raises TooManyTries when nothing is ever said."""
    for _ in range(line.knobs.max_tries):
        line.step(speech.step)
        await line.play(speech.prompt)
        path = desk.take_path(speech.kind)
        desk.recorded(speech.kind, path, None)
        take = await line.record(path, max_seconds=speech.max_seconds, silence_seconds=SILENCE_SECONDS)
        cut_short = desk.recorded(speech.kind, path, take.seconds)
        if cut_short or take.seconds >= WORDS_SECONDS:
            return path
        await line.play("nothing_recorded")
    raise TooManyTries(speech.step)
