"""What a browser's fake microphone says: beeps of one pitch, over and over; a steady tone would be filtered as noise."""

import wave
from pathlib import Path

import numpy as np

RATE = 48_000
BEEP, PAUSE = 0.45, 0.15
"""Seconds."""
ROUNDS = 10


def write_voice(path: Path, pitch: float) -> Path:
    """A WAV file of beeps at `pitch` Hz, for `--use-file-for-fake-audio-capture`."""
    time = np.arange(int(BEEP * RATE)) / RATE
    edges = np.minimum(1, np.minimum(time, BEEP - time) / 0.02)
    beep = 16_000 * edges * np.sin(2 * np.pi * pitch * time)
    samples = np.tile(np.concatenate([beep, np.zeros(int(PAUSE * RATE))]), ROUNDS).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path
