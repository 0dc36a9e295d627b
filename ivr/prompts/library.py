"""The prompts as a call finds them: from what is to be said to the files that Asterisk plays (F1.2).

`paths` only names files and never touches the disk; whether one vanished while calls run is the line's
business (R4). `check` is what the start insists on. The layout is the one Asterisk expects of languages: to a
channel in `zh`, `Playback(DATA/prompts/goodbye)` plays DATA/prompts/zh/goodbye, and DATA/prompts/beep to any.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.prompts.catalogue import DIGIT, Catalogue, load_catalogues
from ivr.prompts.finish import ENDINGS
from ivr.said import Audio, Digits, Said

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TONES = ("beep", "comfort", "pause")
GROUP = 4
_HEADER_BYTES = 44


class UnknownPrompt(LookupError):  # noqa: N818 - says what the id is
    """No catalogue has a prompt of this id."""


class MissingPrompt(Exception):  # noqa: N818 - a state of the house that stops the start
    """Prompts have no file; `missing` lists them as (language, id), tones with the language ""."""

    def __init__(self, missing: list[tuple[str, str]]) -> None:
        names = ", ".join(f"{language}/{name}" if language else name for language, name in missing)
        super().__init__(f"prompts are missing: {names}; `faultline prompts build` makes them")
        self.missing = missing


class PromptLibrary:
    """The rendered prompts below a folder (DATA/prompts)."""

    def __init__(self, folder: Path, catalogues: Mapping[str, Catalogue] | None = None) -> None:
        """`catalogues`: those of the package unless given."""
        self._folder = folder.absolute()
        self._catalogues = load_catalogues() if catalogues is None else catalogues
        self._stems = {
            language: {name: f"{self._folder}/{language}/{name}" for name in catalogue} | self._tones()
            for language, catalogue in self._catalogues.items()
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language that has a catalogue, such as `en` and `zh`."""
        return tuple(self._catalogues)

    def __contains__(self, prompt: object) -> bool:
        """Whether every language has a prompt, or the house a tone, of this id; says nothing of files."""
        return all(prompt in stems for stems in self._stems.values())

    def paths(self, language: str, said: Said) -> list[str]:
        """Absolute paths without ending, in order of playing. Raises UnknownPrompt (id or language)."""
        if isinstance(said, Audio):
            return [str(said.path.with_suffix(""))]
        names = digit_prompts(said.number) if isinstance(said, Digits) else [said]
        try:
            stems = self._stems[language]
            return [stems[name] for name in names]
        except KeyError as error:
            raise UnknownPrompt(f"{language}: {error.args[0]}") from error

    def missing(self) -> list[tuple[str, str]]:
        """Every (language, id) without sound at 8 or at 16 kHz, in the catalogues' order; tones: ""."""
        return [
            (shelf, name)
            for shelf, name in self._everything()
            if not all(_has_sound(self._folder / shelf / (name + ending)) for ending in ENDINGS)
        ]

    def check(self) -> None:
        """Raise MissingPrompt unless every prompt of every language is there."""
        if missing := self.missing():
            raise MissingPrompt(missing)

    def samples(self, language: str, name: str) -> "NDArray[np.int16]":
        """A prompt's audio at 8 kHz, to compare with what was heard. Raises MissingPrompt, UnknownPrompt."""
        from scipy.io import wavfile

        path = Path(self.paths(language, name)[0] + ".wav")
        if not _has_sound(path):
            raise MissingPrompt([("" if name in TONES else language, name)])
        audio: NDArray[np.int16] = wavfile.read(path)[1]
        return audio

    def _tones(self) -> dict[str, str]:
        return {name: f"{self._folder}/{name}" for name in TONES}

    def _everything(self) -> Iterator[tuple[str, str]]:
        for language, catalogue in self._catalogues.items():
            yield from ((language, name) for name in catalogue)
        yield from (("", name) for name in TONES)


def _has_sound(path: Path) -> bool:
    try:
        return path.stat().st_size > _HEADER_BYTES
    except OSError:
        return False


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
