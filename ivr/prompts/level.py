"""Active speech level after ITU-T P.56 (12/2011), method B: how loud speech is while somebody speaks.

Pauses do not count, unlike with a plain root mean square, and there is no minimum length, unlike with the
blocks of ITU-R BS.1770: single digits and long sentences come out equally loud. Levels are in dBov (0 dBov:
the power of a full-scale square wave); in a telephone network -22 dBov is about -16 dBm0.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.signal import lfilter

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIME_CONSTANT = 0.03
"""Seconds; smooths the envelope."""
HANGOVER = 0.2
"""Seconds; a shorter pause belongs to the speech around it."""
MARGIN = 15.9
"""dB between the active level and the threshold that decides what is active."""
THRESHOLDS = [2.0**-power for power in range(15, 0, -1)]
SILENT = -100.0
"""What a signal without any speech is said to have, dBov."""


def active_level(samples: "NDArray[np.float64]", rate: int) -> float:
    """Active speech level in dBov of samples in -1..1; SILENT when nothing is above 2^-15 of full scale."""
    energy = float(np.dot(samples, samples))
    envelope = _envelope(samples, rate)
    hangover = math.ceil(HANGOVER * rate)
    before: tuple[float, float] | None = None
    for threshold in THRESHOLDS:
        active = _active(envelope, threshold, hangover)
        if active == 0 or energy == 0.0:
            break
        level = 10.0 * math.log10(energy / active)
        distance = level - 20.0 * math.log10(threshold)
        if distance <= MARGIN:
            return level if before is None else _between(before, (level, distance))
        before = (level, distance)
    return SILENT if before is None else before[0]


def _envelope(samples: "NDArray[np.float64]", rate: int) -> "NDArray[np.float64]":
    keep = math.exp(-1.0 / (TIME_CONSTANT * rate))
    smooth: NDArray[np.float64] = np.abs(samples)
    for _ in range(2):
        smooth = lfilter([1.0 - keep], [1.0, -keep], smooth)
    return smooth


def _active(envelope: "NDArray[np.float64]", threshold: float, hangover: int) -> int:
    """How many samples are above the threshold, or not longer than `hangover` behind one that is."""
    above = np.flatnonzero(envelope >= threshold)
    until_next = np.diff(above, append=envelope.size)
    return int(np.minimum(until_next, hangover + 1).sum())


def _between(low: tuple[float, float], high: tuple[float, float]) -> float:
    """The level where the distance is exactly MARGIN, on the line between two thresholds."""
    share = (low[1] - MARGIN) / (low[1] - high[1])
    return low[0] + share * (high[0] - low[0])
