"""The prompts that an ear knows: loaded from the rendered files, passed through the codec, ready to be found.

The rendered prompts lie in `<folder>/<language>/<id>.wav`, 8 kHz mono 16 bit; sounds without a language
(`beep`, `comfort`) lie in the folder itself, music on hold in `moh` beside it.
"""

from __future__ import annotations

import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from testcalls.g711 import RATE, Codec, Samples

Signal = NDArray[np.float32]

HEAD = RATE // 2
"""Samples of a prompt's beginning that it is found by: half a second."""
STRIDE = 1600
"""Places that one search looks at: 0.2 s."""
_FFT = HEAD + STRIDE
_LOUD = 0.01
"""Share of the loudest sample below which a prompt's beginning and end count as silence."""
MUSIC = "moh"
_TWO_MARKS = 2 * HEAD + RATE // 2
_SHORTEST = RATE // 10


class NotAPrompt(ValueError):  # noqa: N818 - says what the file is
    """A sound file that is not 8 kHz mono 16 bit."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """One sound: a prompt (`language` zh or en), or one without language: a tone, the caller's own words."""

    id: str
    language: str
    sound: Signal
    """From its first to its last audible sample."""
    lead: int = 0
    """Samples of silence before it in its file."""

    @property
    def digit(self) -> str:
        """`7` for the prompt `digit_7`, else empty."""
        name, _, digit = self.id.partition("digit_")
        return digit if not name and len(digit) == 1 else ""


def known(id: str, language: str, samples: Samples) -> Known | None:
    """A sound as it comes out of the telephone; None when less than 0.1 s of it can be heard."""
    heard = Codec.PCMA.decode(Codec.PCMA.encode(samples)).astype(np.float32)
    loud = np.flatnonzero(np.abs(heard) > max(_LOUD * np.abs(heard).max(initial=0), 16))
    if len(loud) == 0 or loud[-1] - loud[0] < _SHORTEST:
        return None
    return Known(id, language, heard[loud[0] : loud[-1] + 1], int(loud[0]))


def read_wav(path: Path) -> Samples:
    """The samples of an 8 kHz mono 16 bit file. Raises NotAPrompt."""
    with wave.open(str(path), "rb") as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
            raise NotAPrompt(f"{path}: 8 kHz, mono, 16 bit is needed")
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


class _Middle:
    """A sound that may be joined anywhere, prepared once for finding half a second of it."""

    def __init__(self, sound: Known) -> None:
        self.sound = sound
        self._size = scipy.fft.next_fast_len(len(sound.sound) + HEAD, real=True)
        self._spectrum = scipy.fft.rfft(sound.sound, self._size)
        power = np.concatenate([[0.0], np.cumsum(sound.sound.astype(np.float64) ** 2)])
        energy = np.maximum(power[HEAD:] - power[:-HEAD], 1.0)
        self._norms = np.sqrt(energy).astype(np.float32)

    def place_of(self, snippet: Signal) -> tuple[int, float]:
        """Where `snippet` (HEAD samples) fits best, and its correlation there."""
        spectrum = self._spectrum * np.conj(scipy.fft.rfft(snippet, self._size))
        products = scipy.fft.irfft(spectrum, self._size)[: len(self._norms)]
        scores = products / (self._norms * np.linalg.norm(snippet))
        place = int(scores.argmax())
        return place, float(scores[place])


class Repertoire:
    """A set of known sounds, and the search for their beginnings in a stream."""

    def __init__(self, sounds: Iterable[Known], anywhere: Iterable[Known] = ()) -> None:
        """`anywhere`: sounds that may be joined in their middle, such as music on hold."""
        self.sounds: Sequence[Known] = tuple(sounds)
        self.anywhere: Sequence[Known] = tuple(anywhere)
        self.marks: Sequence[tuple[Known, int]] = [
            *((sound, 0) for sound in self.sounds),
            *((sound, HEAD) for sound in self.sounds if len(sound.sound) >= _TWO_MARKS),
        ]
        """What a sound is found by: half a second at its beginning, and the next one in case that is damaged."""
        parts = [sound.sound[begin : begin + HEAD] for sound, begin in self.marks]
        self._heads = np.zeros((len(parts), HEAD), np.float32)
        for row, part in zip(self._heads, parts, strict=True):
            row[: len(part)] = part
        self._lengths = np.array([len(part) for part in parts], np.int64)
        self._norms = np.linalg.norm(self._heads, axis=1)
        self._spectra = np.conj(scipy.fft.rfft(self._heads, _FFT, axis=1))
        self._middles = tuple(_Middle(sound) for sound in self.anywhere if len(sound.sound) >= HEAD)

    @classmethod
    def load(cls, folder: Path, languages: Sequence[str] = ("zh", "en")) -> Repertoire:
        """Every prompt of these languages and every sound without language under `folder`. Raises NotAPrompt."""
        files = [(path, "") for path in sorted(folder.glob("*.wav"))]
        for language in languages:
            files += [(path, language) for path in sorted((folder / language).glob("*.wav"))]
        sounds = [known(path.stem, language, read_wav(path)) for path, language in files]
        music = [known(MUSIC, "", read_wav(path)) for path in sorted((folder.parent / "moh").glob("*.wav"))]
        return cls((sound for sound in sounds if sound), (sound for sound in music if sound))

    def also(self, sound: Known) -> Repertoire:
        """The same with one more sound: what the caller is about to say, to know it when played back."""
        return Repertoire([*self.sounds, sound], [*self.anywhere, sound])

    def place_in(self, snippet: Signal) -> tuple[Known, int, float] | None:
        """Of which sound that may be joined anywhere `snippet` is a part: sound, place, correlation."""
        best: tuple[Known, int, float] | None = None
        for middle in self._middles:
            place, score = middle.place_of(snippet)
            if best is None or score > best[2]:
                best = middle.sound, place, score
        return best

    def scores(self, stream: Signal, quiet: float) -> NDArray[np.float32]:
        """Normalised correlation (0 to 1) of each mark with `stream` at each of the first STRIDE
        places.

        `stream` holds HEAD + STRIDE samples. Windows quieter than `quiet` (root mean square) score 0.
        """
        spectrum = scipy.fft.rfft(stream, _FFT)
        products = scipy.fft.irfft(self._spectra * spectrum, _FFT, axis=1)[:, :STRIDE]
        power = np.concatenate([[0.0], np.cumsum(stream.astype(np.float64) ** 2)])
        places = np.arange(STRIDE)
        energy = power[places + self._lengths[:, None]] - power[places]
        enough = energy > quiet**2 * self._lengths[:, None]
        norms = np.sqrt(np.where(enough, energy, np.inf)) * self._norms[:, None]
        return np.asarray(products / norms, np.float32)
