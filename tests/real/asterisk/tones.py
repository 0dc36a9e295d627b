"""Who hears whom: each party sounds a tone of its own, and every other party's ear is looked at."""

import asyncio
import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from testcalls.g711 import RATE, Samples
from testcalls.handset import Handset
from tests.waiting import until

PITCHES = (440.0, 700.0, 1130.0, 1570.0)
SECONDS = 1.5
MOST_SECONDS = 6.0
ROUNDS = 4
LOUD = 1500.0
"""Half of the weakest tone that a party has been seen to hear; music and echoes stay far below."""


def tone(pitch: float, seconds: float = SECONDS) -> Samples:
    """A steady tone."""
    time = np.arange(int(seconds * RATE)) / RATE
    return (9000 * np.sin(2 * np.pi * pitch * time)).astype(np.int16)


def strength(samples: Samples, pitch: float) -> float:
    """Amplitude of a pitch in the loudest half second."""
    step = RATE // 2
    pieces = [samples[n : n + step].astype(float) for n in range(0, len(samples) - step + 1, step // 2)]
    wave = np.exp(-2j * np.pi * pitch * np.arange(step) / RATE)
    return max((2 * abs(float(np.abs(piece @ wave))) / step for piece in pieces), default=0.0)


def pitches_in(samples: Samples) -> set[float]:
    """Which of PITCHES are there."""
    return {pitch for pitch in PITCHES if strength(samples, pitch) > LOUD}


async def who_hears_whom(parties: Mapping[str, Handset]) -> dict[str, set[str]]:
    """All sound their tones at once; by name, whom each one hears."""
    names = list(parties)
    since = {name: len(handset.audio()) for name, handset in parties.items()}
    sounding = (
        handset.media.speak(tone(pitch)) for handset, pitch in zip(parties.values(), PITCHES, strict=False)
    )
    await asyncio.gather(*sounding)

    pitch_of = dict(zip(PITCHES, names, strict=False))

    def heard() -> dict[str, set[str]]:
        return {
            name: {
                pitch_of[pitch] for pitch in pitches_in(handset.audio()[since[name] :]) if pitch in pitch_of
            }
            for name, handset in parties.items()
        }

    async def settled(seconds: float) -> bool:
        return all(len(h.audio()) >= since[name] + int(seconds * RATE) for name, h in parties.items())

    # A busy machine may bring the sound late: what was heard has to stay the same for a while.
    end, before = SECONDS + 0.5, heard()
    while end < MOST_SECONDS:
        await until(functools.partial(settled, end))
        if (now := heard()) == before:
            break
        end, before = end + 0.7, now
    return before


async def assert_hearing(parties: Mapping[str, Handset], wanted: Mapping[str, set[str]]) -> None:
    """Each one hears whom `wanted` names and nobody else; a sound that a busy machine has lost is made again."""
    heard: dict[str, set[str]] = {}
    for _ in range(ROUNDS):
        heard = await who_hears_whom(parties)
        assert all(heard[name] <= wanted[name] for name in parties), f"{heard} instead of {wanted}"
        if heard == wanted:
            return
    raise AssertionError(f"{heard} instead of {wanted}")


def everyone(*names: str) -> dict[str, set[str]]:
    """Each one hears all the others."""
    return {name: set(names) - {name} for name in names}


def sides(recording: Path) -> Sequence[Samples]:
    """Left and right of a recorded conversation."""
    samples = np.frombuffer(recording.read_bytes()[: recording.stat().st_size // 4 * 4], "<i2")
    return samples[0::2], samples[1::2]
