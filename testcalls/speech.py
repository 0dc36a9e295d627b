"""What a test caller says: a file, or a warbling sound that no prompt resembles and that is known again."""

from pathlib import Path

import numpy as np

from testcalls.g711 import RATE, Samples
from testcalls.repertoire import read_wav


def warble(seconds: float = 2.5, *, seed: int = 1) -> Samples:
    """A tone that glides about between 400 and 1,600 Hz, different for each `seed`, at -12 dB."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    corners = np.arange(0, seconds + 0.2, 0.2)
    pitch = np.interp(time, corners, rng.uniform(400, 1600, len(corners)))
    wave = np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * 8000
    return wave.astype(np.int16)


def speech(source: str) -> Samples:
    """`tone`, or the path of a WAV of 8 kHz mono 16 bit. Raises NotAPrompt, OSError, wave.Error."""
    return warble() if source == "tone" else read_wav(Path(source))
