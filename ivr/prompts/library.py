"""The prompts as a call finds them: from what is to be said to the files Asterisk plays (F1.2, R4).

Lists a folder once, and again only when the folder has changed, which costs one `stat` a prompt. A prompt
that vanished is replaced by another language's, or left out, and an error is logged: the call goes on.
"""

import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.prompts.catalogue import DIGIT, Catalogue, load_catalogues
from ivr.prompts.finish import ENDINGS
from ivr.said import Audio, Digits, Said

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

TONES = ("beep", "comfort", "pause")
GROUP = 4
_HEADER = 44  # a WAV of this size holds no audio


class MissingPrompt(Exception):  # noqa: N818 - a state of the house that stops the start
    """Prompts are not there; `missing` lists them as (language, id), tones with the language ""."""

    def __init__(self, missing: list[tuple[str, str]]) -> None:
        names = ", ".join(f"{language}/{name}" if language else name for language, name in missing)
        super().__init__(f"prompts are missing: {names}; `faultline prompts build` makes them")
        self.missing = missing


@dataclass(frozen=True, slots=True)
class _Shelf:
    changed: int
    files: frozenset[str]


class PromptLibrary:
    """The rendered prompts below `folder` (DATA/prompts)."""

    def __init__(self, folder: Path, catalogues: Mapping[str, Catalogue] | None = None) -> None:
        """Nothing is read from the folder yet; `check` says whether everything is there."""
        self._folder = folder.absolute()
        self._catalogues = load_catalogues() if catalogues is None else catalogues
        self._shelves: dict[str, _Shelf] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language that has a catalogue, such as `en` and `zh`."""
        return tuple(self._catalogues)

    def __contains__(self, prompt: object) -> bool:
        """Whether the catalogues or the tones have this id; says nothing of files."""
        return prompt in TONES or any(prompt in catalogue for catalogue in self._catalogues.values())

    def paths(self, language: str, said: Said) -> list[str]:
        """Absolute paths without ending, in order of playing, for `STREAM FILE`, `Playback` and the like.

        Empty when nothing can be played: the prompt is missing in every language (an error is logged).
        """
        if isinstance(said, Audio):
            return [str(said.path.with_suffix(""))]
        names = digit_prompts(said.number) if isinstance(said, Digits) else [said]
        return [path for name in names if (path := self._path(language, name))]

    def missing(self) -> list[tuple[str, str]]:
        """Every (language, id) without a file at 8 or 16 kHz, in the catalogues' order; tones: ""."""
        return [
            (language, name)
            for language, name in self._everything()
            if not all(name + ending in self._files(language) for ending in ENDINGS)
        ]

    def check(self) -> None:
        """Raise MissingPrompt unless every prompt of every language is there: what the start insists on."""
        if missing := self.missing():
            raise MissingPrompt(missing)

    def samples(self, language: str, name: str) -> "NDArray[np.int16]":
        """A prompt's audio at 8 kHz, to compare with what a caller heard. Raises MissingPrompt."""
        from scipy.io import wavfile

        shelf = "" if name in TONES else language
        path = self._folder / shelf / f"{name}.wav"
        if path.name not in self._files(shelf):
            raise MissingPrompt([(shelf, name)])
        audio: NDArray[np.int16] = wavfile.read(path)[1]
        return audio

    def _everything(self) -> Iterator[tuple[str, str]]:
        for language, catalogue in self._catalogues.items():
            yield from ((language, name) for name in catalogue)
        yield from (("", name) for name in TONES)

    def _path(self, language: str, name: str) -> str | None:
        shelves = ("",) if name in TONES else (language, *(it for it in self.languages if it != language))
        for shelf in shelves:
            if f"{name}.wav" in self._files(shelf):
                if shelf not in ("", language):
                    logger.error("prompt missing, substituted", extra={"prompt": name, "language": language})
                return str(self._folder / shelf / name)
        logger.error("prompt missing, left out", extra={"prompt": name, "language": language})
        return None

    def _files(self, shelf: str) -> frozenset[str]:
        folder = self._folder / shelf
        try:
            changed = folder.stat().st_mtime_ns
        except OSError:
            return frozenset()
        known = self._shelves.get(shelf)
        if known is None or known.changed != changed:
            known = self._shelves[shelf] = _Shelf(changed, _listed(folder))
        return known.files


def _listed(folder: Path) -> frozenset[str]:
    try:
        with os.scandir(folder) as entries:
            return frozenset(
                entry.name
                for entry in entries
                if entry.name.endswith(tuple(ENDINGS)) and entry.stat().st_size > _HEADER
            )
    except OSError:
        return frozenset()


def digit_prompts(number: str) -> list[str]:
    """The clips of a number: digit by digit, a breath between groups of four counted from the right.

    So 8 digits are read 4-4, a mobile number of 11 as 3-4-4, a report number of 10 as year, day, series. One
    digit does not stand alone: 5 are one group, 9 are 5-4.
    """
    head = len(number) % GROUP
    if head == 1 and len(number) > GROUP:
        head += GROUP
    starts = [0, *range(head or GROUP, len(number), GROUP)]
    groups = [number[start:end] for start, end in zip(starts, [*starts[1:], len(number)], strict=True)]
    clips = [[DIGIT + digit for digit in group] for group in groups]
    return clips[0] + [clip for group in clips[1:] for clip in ("pause", *group)]
