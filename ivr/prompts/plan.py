"""What a build has to make: a job for each prompt, tone and music, with a fingerprint of its ingredients.

A studio take in DATA/prompts-override/<language>/<id>.wav (or <tone>.wav) takes the voice's place.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.prompts.catalogue import Catalogue, Prompt
from ivr.prompts.engine import Engine, EngineError
from ivr.prompts.finish import COMFORT, DIGIT, MUSIC, RECIPE, SENTENCE, SILENCE, TONE, Finish
from ivr.prompts.manifest import checksum, fingerprint

if TYPE_CHECKING:
    from ivr.prompts.audio import Sound

PROMPTS = "prompts"
OVERRIDES = "prompts-override"
MUSIC_STEM = "moh/faultline"
TONE_FINISHES = {"beep": TONE, "comfort": COMFORT, "pause": SILENCE}
_GAP = 0.35  # seconds between two voices of one prompt


@dataclass(frozen=True, slots=True)
class Job:
    """One sound: where it goes (relative to the data folder, no ending), what it is made of, and how."""

    stem: str
    fingerprint: str
    make: Callable[[], "Sound"]
    finish: Finish
    take: Path | None = None

    @property
    def name(self) -> str:
        """For people: `zh/V1`, and the studio take where there is one."""
        name = self.stem.removeprefix(f"{PROMPTS}/")
        return f"{name}: {self.take}" if self.take else name


def planned(data: Path, catalogues: Mapping[str, Catalogue], engine: Engine | None) -> list[Job]:
    """Everything that belongs into the data folder, prompts first."""
    return [*_prompt_jobs(data, catalogues, engine), *_tone_jobs(data), _music_job()]


def _prompt_jobs(data: Path, catalogues: Mapping[str, Catalogue], engine: Engine | None) -> Iterator[Job]:
    identity = engine.identity() if engine is not None else ""
    for language, catalogue in catalogues.items():
        for prompt in catalogue.values():
            stem = f"{PROMPTS}/{language}/{prompt.id}"
            finish = DIGIT if prompt.is_digit else SENTENCE
            take = data / OVERRIDES / language / f"{prompt.id}.wav"
            if take.exists():
                yield _take_job(stem, take, finish)
            else:
                mark = fingerprint(RECIPE, finish, identity, prompt.utterances, _GAP)
                yield Job(stem, mark, _spoken(prompt, engine), finish)


def _take_job(stem: str, take: Path, finish: Finish) -> Job:
    return Job(stem, fingerprint(RECIPE, finish, checksum(take)), lambda: _read(take), finish, take)


def _read(take: Path) -> "Sound":
    from ivr.prompts.audio import read_sound

    return read_sound(take)


def _spoken(prompt: Prompt, engine: Engine | None) -> Callable[[], "Sound"]:
    def speak() -> "Sound":
        from ivr.prompts.audio import joined

        if engine is None:
            raise EngineError(
                "no voice (espeak-ng) is there, and no studio take "
                f"{OVERRIDES}/{prompt.language}/{prompt.id}.wav"
            )
        return joined([engine.render(utterance) for utterance in prompt.utterances], _GAP)

    return speak


def _tone_jobs(data: Path) -> Iterator[Job]:
    for name, finish in TONE_FINISHES.items():
        take = data / OVERRIDES / f"{name}.wav"
        stem = f"{PROMPTS}/{name}"
        yield (
            _take_job(stem, take, finish)
            if take.exists()
            else Job(stem, fingerprint(RECIPE, finish, name), _tone(name), finish)
        )


def _tone(name: str) -> Callable[[], "Sound"]:
    def synthesise() -> "Sound":
        from ivr.prompts.tones import TONES

        return TONES[name]()

    return synthesise


def _music_job() -> Job:
    def synthesise() -> "Sound":
        from ivr.prompts.music import music

        return music()

    return Job(MUSIC_STEM, fingerprint(RECIPE, MUSIC, "music"), synthesise, MUSIC)
