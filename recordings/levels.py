"""How loud each side of a recording is, tenth by tenth of a second: what the completeness audit judges by.

Levels are RMS in dB below full scale. G.711 alone makes -72 dBFS of silence, lines and comfort noise stay below
-55, speech on a telephone lies between -35 and -10: so what is below -50 counts as silent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recordings.capture import RATE, SIDES, Samples

SILENT_DBFS = -50.0
WINDOW_SECONDS = 0.1
_WINDOW = int(RATE * WINDOW_SECONDS)
_FULL_SCALE = 32768.0
_FLOOR_DBFS = -96.0
"""Of digital silence: 16 bits have no more."""

Levels = npt.NDArray[np.float32]
"""One row a tenth of a second, one column a side."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """What was measured of a recording."""

    seconds: float
    levels: Levels

    def loudness(self, side: int) -> float | None:
        """Mean level of the tenths that are not silent; None: all are."""
        found = self.levels[:, side]
        loud = found[found > SILENT_DBFS]
        if not loud.size:
            return None
        return round(float(10 * np.log10(np.mean(np.power(10.0, loud.astype(np.float64) / 10)))), 1)

    def silence(self, side: int) -> float:
        """Share of the time that this side is silent, 0 to 1."""
        found = self.levels[:, side]
        return round(float(np.mean(found <= SILENT_DBFS)), 3) if found.size else 1.0

    def between(self, begins: float, ends: float) -> Levels:
        """Levels of the tenths that lie wholly inside."""
        first, last = int(np.ceil(begins / WINDOW_SECONDS - 1e-6)), int(ends / WINDOW_SECONDS + 1e-6)
        return self.levels[max(0, first) : max(0, last)]


class Meter:
    """Measures samples as they come by, so that one decoding serves several."""

    def __init__(self) -> None:
        self._frames = 0
        self._rest = np.empty((0, len(SIDES)), np.int16)
        self._found = [np.empty((0, len(SIDES)), np.float32)]

    def through(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        """The same blocks, measured."""
        for block in blocks:
            self.add(block)
            yield block

    def add(self, block: Samples) -> None:
        """Measure a block; what is left of it below a tenth of a second waits for the next."""
        self._frames += len(block)
        joined = np.concatenate((self._rest, block)) if len(self._rest) else block
        whole = len(joined) // _WINDOW * _WINDOW
        self._found.append(_levels(joined[:whole]))
        self._rest = joined[whole:]

    def sound(self) -> Sound:
        """What was measured."""
        return Sound(self._frames / RATE, np.concatenate(self._found))


def measure(blocks: Iterable[Samples]) -> Sound:
    """Measure a whole recording, block by block."""
    meter = Meter()
    for block in blocks:
        meter.add(block)
    return meter.sound()


def _levels(block: Samples) -> Levels:
    whole = len(block) // _WINDOW
    windows = block[: whole * _WINDOW].reshape(whole, _WINDOW, len(SIDES)).astype(np.float32) / _FULL_SCALE
    power = np.mean(np.square(windows), axis=1)
    floor = np.float32(10 ** (_FLOOR_DBFS / 10))
    return np.asarray(10 * np.log10(np.maximum(power, floor)), np.float32)
