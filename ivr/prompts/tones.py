"""Sounds that need no voice, made here so that nobody's rights are touched (F1.2, F1.8, F1.12)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ivr.prompts.audio import Sound

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 16000
PAUSE_SECONDS = 0.22


def beep() -> Sound:
    """The tone after which the caller speaks: 1000 Hz, 0.35 s. One frequency is never taken for a key."""
    return Sound(_faded(np.sin(2 * np.pi * 1000.0 * _time(0.35)), 0.008), RATE)


def comfort() -> Sound:
    """Two soft strokes of a bell and a rest, 4 s: the caller hears that the line lives."""
    seconds = 4.0
    whole = np.zeros(int(seconds * RATE))
    for start, pitch in ((0.0, 523.25), (0.6, 659.26)):
        stroke = bell(pitch, 2.2)
        at = int(start * RATE)
        whole[at : at + stroke.size] += stroke
    return Sound(whole, RATE)


def pause() -> Sound:
    """The breath between two groups of digits."""
    return Sound(np.zeros(int(PAUSE_SECONDS * RATE)), RATE)


def bell(pitch: float, seconds: float, softness: float = 0.012) -> "NDArray[np.float64]":
    """A struck tone of `pitch` Hz that dies away like an electric piano's; `softness`: attack in seconds."""
    time = _time(seconds)
    tone = np.zeros(time.size)
    for harmonic, share, decay in ((1, 1.0, 1.6), (2, 0.32, 2.6), (3, 0.10, 4.0), (4, 0.04, 6.0)):
        tone += share * np.exp(-decay * time) * np.sin(2 * np.pi * harmonic * pitch * time)
    return _faded(tone, softness)


def _time(seconds: float) -> "NDArray[np.float64]":
    return np.arange(int(seconds * RATE)) / RATE


def _faded(tone: "NDArray[np.float64]", seconds: float) -> "NDArray[np.float64]":
    edge = np.sin(np.linspace(0.0, np.pi / 2, int(seconds * RATE))) ** 2
    tone[: edge.size] *= edge
    tone[tone.size - edge.size :] *= edge[::-1]
    return tone


TONES: dict[str, Callable[[], Sound]] = {"beep": beep, "comfort": comfort, "pause": pause}
