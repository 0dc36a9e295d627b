"""Music on hold, composed and synthesised here: a minute of slow broken chords that closes on itself.

Sixteen bars of four beats at 64 beats a minute. Everything lies between 110 and 3400 Hz, so that it survives
a telephone, and well below the level of the prompts.
"""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ivr.prompts.audio import Sound
from ivr.prompts.tones import RATE, bell

if TYPE_CHECKING:
    from numpy.typing import NDArray

BEAT = 60.0 / 64.0
BARS = 16
BEATS = 4

# Chords as MIDI notes: Cmaj7, Am7, Fmaj7, G6, and a turn through Em7 and Dm7.
_C = (48, 60, 64, 67, 71)
_A = (45, 57, 60, 64, 67)
_F = (53, 57, 60, 64, 65)
_G = (55, 59, 62, 64, 67)
_E = (52, 59, 62, 64, 67)
_D = (50, 57, 60, 62, 65)
CHORDS = (_C, _A, _F, _G, _C, _E, _F, _G, _A, _E, _F, _C, _D, _G, _F, _G)

# (bar, beat, MIDI note) of the pentatonic melody above the chords.
MELODY = (
    (0, 0.0, 76), (0, 2.5, 79), (1, 1.0, 81), (1, 3.0, 79), (2, 0.0, 76), (2, 2.0, 72), (3, 0.5, 74),
    (4, 0.0, 76), (4, 3.0, 74), (5, 1.0, 79), (6, 0.0, 81), (6, 2.5, 79), (7, 0.0, 74), (7, 2.0, 76),
    (8, 0.0, 84), (8, 2.0, 81), (9, 0.5, 79), (9, 3.0, 76), (10, 0.0, 72), (10, 2.0, 74), (11, 0.0, 76),
    (12, 0.0, 77), (12, 1.5, 76), (12, 3.0, 74), (13, 1.0, 79), (14, 0.0, 76), (14, 2.0, 72), (15, 0.0, 74),
)  # fmt: skip


def music() -> Sound:
    """One round of exactly BARS bars; what rings past the end lies over the beginning: no seam is heard."""
    whole = np.zeros(round(BARS * BEATS * BEAT * RATE))
    for bar, chord in enumerate(CHORDS):
        for step in range(BEATS * 2):
            note = chord[(0, 1, 2, 3, 4, 3, 2, 1)[step]]
            _strike(whole, bar * BEATS + step / 2, note, 3.0, 0.30)
        _strike(whole, bar * BEATS, chord[0], 4.0, 0.45)
    for bar, beat, note in MELODY:
        _strike(whole, bar * BEATS + beat, note, 3.5, 0.55)
    return Sound(whole / np.abs(whole).max(), RATE)


def _strike(whole: "NDArray[np.float64]", beat: float, note: int, seconds: float, share: float) -> None:
    tone = _stroke(note, seconds)
    places = (round(beat * BEAT * RATE) + np.arange(tone.size)) % whole.size
    whole[places] += share * tone


@cache
def _stroke(note: int, seconds: float) -> "NDArray[np.float64]":
    return bell(440.0 * 2.0 ** ((note - 69) / 12), seconds, softness=0.03)
