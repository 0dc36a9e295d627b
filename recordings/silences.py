"""Stretches in which neither side says anything, for a player that skips them (H4)."""

import numpy as np

from recordings.levels import SILENT_DBFS, WINDOW_SECONDS, Sound

LEAST_SECONDS = 2.0
"""A shorter one is a breath, not worth a jump."""


def silences(sound: Sound, least: float = LEAST_SECONDS) -> list[tuple[float, float]]:
    """From and to in seconds, in order: both sides are silent for `least` seconds or more.

    What is silent is what the completeness audit calls so, tenth by tenth of a second.
    """
    quiet = np.all(sound.levels <= SILENT_DBFS, axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], quiet, [False])).astype(np.int8)))
    found = ((int(first), int(after)) for first, after in edges.reshape(-1, 2))
    return [
        (round(first * WINDOW_SECONDS, 1), round(after * WINDOW_SECONDS, 1))
        for first, after in found
        if (after - first) * WINDOW_SECONDS >= least - 1e-6
    ]
