"""Dead air: how long a caller heard nothing at all between two sounds (R1: never more than 2.5 s)."""

from dataclasses import dataclass

import numpy as np

from testcalls.ear import QUIET
from testcalls.g711 import RATE, Samples

_FRAME = RATE // 50


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch without sound, seconds since the answer."""

    begins: float
    seconds: float


def longest_silence(audio: Samples, since: float = 0.0) -> Silence:
    """The longest stretch without sound before the last sound, `since` seconds on. Exact to 20 ms."""
    first = int(since * RATE) // _FRAME
    frames = audio[first * _FRAME : len(audio) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float32)
    loud = np.flatnonzero(np.sqrt((frames**2).mean(axis=1)) > QUIET)
    if len(loud) == 0:
        return Silence(since, len(frames) * _FRAME / RATE)
    edges = np.concatenate([[-1], loud])
    gaps = np.diff(edges) - 1
    longest = int(np.argmax(gaps))
    begins = (first + int(edges[longest]) + 1) * _FRAME / RATE
    return Silence(begins, int(gaps[longest]) * _FRAME / RATE)
