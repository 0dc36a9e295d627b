"""What Asterisk leaves of a conversation; the only place that knows its layout.

MixMonitor with option D writes one file without a header: signed 16-bit samples, little-endian, 8 kHz, in turn what
came from the channel (the caller) and what was sent to it (the agent). A file whose writer was killed or whose disk
was full ends anywhere: what is not a whole pair of samples is left out (R11, R12).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 8000
SIDES = ("caller", "agent")
"""Which channel is whose, in order."""
ENDING = ".raw"

Samples = npt.NDArray[np.int16]
"""One row a moment, one column a side."""

_SAMPLE = np.dtype("<i2")
FRAME_BYTES = _SAMPLE.itemsize * len(SIDES)
_BLOCK_FRAMES = 8 * RATE


@dataclass(frozen=True, slots=True)
class Capture:
    """A file that nobody writes to any more."""

    path: Path
    bytes: int

    @property
    def frames(self) -> int:
        """Whole pairs of samples."""
        return self.bytes // FRAME_BYTES

    @property
    def seconds(self) -> float:
        """Length of what can be heard."""
        return self.frames / RATE

    @property
    def torn(self) -> bool:
        """Whether it ends in the middle of a pair: its writer did not close it."""
        return self.bytes % FRAME_BYTES != 0

    def blocks(self) -> Iterator[Samples]:
        """The samples, eight seconds at a time. Raises OSError."""
        left = self.frames
        with self.path.open("rb") as file:
            while left and (found := file.read(min(left, _BLOCK_FRAMES) * FRAME_BYTES)):
                whole = found[: len(found) // FRAME_BYTES * FRAME_BYTES]
                samples = np.frombuffer(whole, _SAMPLE).reshape(-1, len(SIDES))
                left -= len(samples)
                yield samples
