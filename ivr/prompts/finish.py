"""How each kind of sound is finished: level and edges. Part of its fingerprint: a change renders it anew."""

from dataclasses import dataclass

RECIPE = 1
"""To be raised whenever the steps of `ivr.prompts.audio`, `tones` or `music` change."""
PEAK = 0.89
"""No sample above this share of full scale (-1 dB)."""
ENDINGS = {".wav": 8000, ".wav16": 16000}
"""The endings that Asterisk's format_wav knows, and their rates in Hz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """`level`: active speech level in dBov (None: as it is); `lead`, `tail`: silence around it in seconds."""

    level: float | None = -22.0
    trim: bool = True
    lead: float = 0.02
    tail: float = 0.15


SENTENCE = Finish()
DIGIT = Finish(lead=0.0, tail=0.1)
TONE = Finish(lead=0.02, tail=0.02)
COMFORT = Finish(level=-30.0, trim=False)
MUSIC = Finish(level=-28.0, trim=False)
SILENCE = Finish(level=None, trim=False)
