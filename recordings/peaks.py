"""A recording for the screen: the loudest sample of each stretch, side by side, and where nobody speaks (H4)."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from recordings.capture import RATE, SIDES, Samples
from recordings.levels import Meter
from recordings.silences import silences

_FULL_SCALE = 32768


@dataclass(frozen=True, slots=True)
class Waveform:
    """Peaks from 0 to 1, three digits; each stands for `seconds / points` of the recording."""

    seconds: float
    caller: list[float]
    agent: list[float]
    silences: list[tuple[float, float]]
    """From and to in seconds: neither side says anything."""


def waveform(blocks: Iterable[Samples], seconds: float, points: int) -> Waveform:
    """The peaks of a recording of this length; `points` at most, fewer than frames."""
    frames = max(1, round(seconds * RATE))
    points = min(points, frames)
    peaks = np.zeros((points, len(SIDES)), np.int32)
    position, meter = 0, Meter()
    for block in meter.through(blocks):
        where = np.minimum((position + np.arange(len(block))) * points // frames, points - 1)
        starts = np.concatenate(([0], np.flatnonzero(np.diff(where)) + 1))
        highest = np.maximum.reduceat(np.abs(block.astype(np.int32)), starts, axis=0)
        peaks[where[starts]] = np.maximum(peaks[where[starts]], highest)
        position += len(block)
    caller, agent = np.round(peaks / _FULL_SCALE, 3).T.tolist()
    return Waveform(round(position / RATE, 3), caller, agent, silences(meter.sound()))
