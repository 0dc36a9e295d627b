"""What of a call reaches Asterisk: a number under which it takes down everything that it hears."""

import contextlib
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from testcalls.g711 import RATE, Samples
from tests.real.house import House

NUMBER = "1999"


@contextlib.contextmanager
def dictation(house: House, take: Path) -> Iterator[None]:
    """Calls of NUMBER are recorded in `take` (.wav) until their caller hangs up."""
    steps = f"exten => {NUMBER},1,Answer()\n same => n,Record({take},0,30,kq)\n"
    with house.site("extensions.conf", f"[from-trunk](+)\n{steps}"):
        yield


def tone(hertz: int, seconds: float) -> Samples:
    """A steady tone, loud."""
    at = np.arange(round(seconds * RATE)) / RATE
    return (9000 * np.sin(2 * np.pi * hertz * at)).astype(np.int16)


def share(take: Path, hertz: int) -> float:
    """Which part of a recording's energy lies within 20 Hz of a tone."""
    with wave.open(str(take)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float64)
    energy = np.abs(np.fft.rfft(samples)) ** 2
    near = np.abs(np.fft.rfftfreq(len(samples), 1 / RATE) - hertz) < 20
    return float(energy[near].sum() / energy.sum())
