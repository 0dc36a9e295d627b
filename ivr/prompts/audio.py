"""From whatever a voice or a studio delivers to what Asterisk plays: trimmed, one level, 8 and 16 kHz.

Every step is deterministic: the same input gives the same bytes. Asterisk's format_wav takes mono 16-bit PCM,
8 kHz behind the ending `.wav` and 16 kHz behind `.wav16`; the codec of the call decides which one is played.
"""

import io
import math
import struct
import warnings
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.io import wavfile
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import resample_poly

from ivr.prompts.finish import PEAK, Finish
from ivr.prompts.level import SILENT, active_level

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATES = range(8000, 192001)
_FRAME = 0.005
_QUIET = 0.01  # of the loudest frame: 40 dB below
_FLOOR = 0.0005  # of full scale: -66 dB


class SoundError(Exception):
    """A sound that cannot become a prompt; the message says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """One channel of samples in -1..1 and their rate in Hz."""

    samples: "NDArray[np.float64]"
    rate: int

    @property
    def seconds(self) -> float:
        """Length."""
        return self.samples.size / self.rate


def read_sound(path: Path) -> Sound:
    """A WAV of any usual width, rate and number of channels, mixed down to one. Raises SoundError."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", category=wavfile.WavFileWarning)
            # Studios add chunks of their own (bext, iXML); they are skipped.
            warnings.filterwarnings("ignore", "Chunk", wavfile.WavFileWarning)
            rate, data = wavfile.read(path)
    except (OSError, ValueError, struct.error, wavfile.WavFileWarning) as error:
        raise SoundError(f"not a readable WAV file: {error}") from error
    if rate not in RATES:
        raise SoundError(f"{rate} Hz; a rate between {RATES[0]} and {RATES[-1]} Hz is needed")
    samples = _unit(data)
    return Sound(samples if samples.ndim == 1 else samples.mean(axis=1), int(rate))


def _unit(data: "NDArray[Any]") -> "NDArray[np.float64]":
    if data.dtype == np.uint8:
        return (data.astype(np.float64) - 128.0) / 128.0
    if np.issubdtype(data.dtype, np.integer):
        return data.astype(np.float64) / 2.0 ** (8 * data.dtype.itemsize - 1)
    return data.astype(np.float64)


def finished(sound: Sound, finish: Finish, rate: int) -> "NDArray[np.int16]":
    """Trim, resample, bring to the level, limit, round to 16 bits. Raises SoundError when it is silent."""
    if finish.trim:
        sound = trimmed(sound, finish)
    sound = levelled(resampled(sound, rate), finish.level)
    return np.rint(np.clip(sound.samples, -1.0, 1.0) * 32767.0).astype(np.int16)


def trimmed(sound: Sound, finish: Finish) -> Sound:
    """Cut silence at both ends, fade the edges, and put the finish's own short silences there."""
    samples = sound.samples - sound.samples.sum() / max(sound.samples.size, 1)
    frame = max(1, int(sound.rate * _FRAME))
    padded = np.pad(samples, (0, -samples.size % frame)).reshape(-1, frame)
    loudness = np.sqrt((padded**2).mean(axis=1))
    loud = np.flatnonzero(loudness > max(loudness.max(initial=0.0) * _QUIET, _FLOOR))
    if not loud.size:
        raise SoundError("nothing but silence")
    kept = samples[max(0, loud[0] - 1) * frame : (loud[-1] + 2) * frame].copy()
    fade = np.linspace(0.0, 1.0, min(frame, kept.size // 2), endpoint=False)
    kept[: fade.size] *= fade
    kept[kept.size - fade.size :] *= fade[::-1]
    lead, tail = (round(seconds * sound.rate) for seconds in (finish.lead, finish.tail))
    return Sound(np.pad(kept, (lead, tail)), sound.rate)


def joined(sounds: Sequence[Sound], gap: float) -> Sound:
    """Several voices one after the other, `gap` seconds apart, each brought to the same level first."""
    if len(sounds) == 1:
        return sounds[0]
    edges = Finish(lead=0.0, tail=gap)
    rate = max(sound.rate for sound in sounds)
    parts = [levelled(resampled(trimmed(sound, edges), rate), edges.level) for sound in sounds]
    return Sound(np.concatenate([part.samples for part in parts]), rate)


def resampled(sound: Sound, rate: int) -> Sound:
    """The same sound at another rate, by a polyphase filter."""
    if sound.rate == rate:
        return sound
    ratio = Fraction(rate, sound.rate)
    return Sound(resample_poly(sound.samples, ratio.numerator, ratio.denominator), rate)


def levelled(sound: Sound, level: float | None) -> Sound:
    """Bring the active speech level to `level` dBov within 0.05 dB, no peak above PEAK; None: as it is."""
    if level is None:
        return sound
    samples = sound.samples
    for _ in range(8):
        error = level - active_level(samples, sound.rate)
        if error >= level - SILENT:
            raise SoundError("too quiet to be levelled")
        if abs(error) < 0.05 and np.abs(samples).max() <= PEAK:
            break
        samples = _limited(samples * 10.0 ** (error / 20.0), sound.rate)
    return Sound(samples, sound.rate)


def _limited(samples: "NDArray[np.float64]", rate: int) -> "NDArray[np.float64]":
    """Turn the gain down around each peak above PEAK, smoothly enough not to be heard as a click."""
    magnitude = np.abs(samples)
    if magnitude.max() <= PEAK:
        return samples
    window = 2 * math.ceil(rate * _FRAME) + 1
    needed = PEAK / np.maximum(magnitude, PEAK)
    limited: NDArray[np.float64] = samples * uniform_filter1d(minimum_filter1d(needed, window), window)
    return limited


def wav_bytes(samples: "NDArray[np.int16]", rate: int) -> bytes:
    """A mono 16-bit RIFF/WAVE file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return buffer.getvalue()
