"""Synthetic conversations as Asterisk leaves them: two sides of one file, interleaved."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from recordings.capture import RATE, Samples

Side = npt.NDArray[np.int16]


def tone(seconds: float, *, frequency: float = 440, loud: float = 0.3) -> Side:
    """A sine; `loud`: amplitude, 1 is full scale."""
    t = np.arange(round(seconds * RATE)) / RATE
    return np.asarray(loud * 32767 * np.sin(2 * np.pi * frequency * t), np.int16)


def hush(seconds: float) -> Side:
    """Nothing."""
    return np.zeros(round(seconds * RATE), np.int16)


def both(caller: Side, agent: Side) -> Samples:
    """The two sides of a conversation."""
    return np.stack((caller, agent), axis=1)


def talk(seconds: float) -> Samples:
    """Caller at 400 Hz, agent at 900 Hz."""
    return both(tone(seconds, frequency=400), tone(seconds, frequency=900))


def leave(folder: Path, name: str, samples: Samples, *, torn: bytes = b"") -> Path:
    """A finished file in the spool, as Asterisk leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(samples.astype("<i2").tobytes() + torn)
    return path
