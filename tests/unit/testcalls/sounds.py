"""Made-up voices: sounds that differ as much as prompts do, without a speech engine."""

import numpy as np

from testcalls.g711 import Codec, Samples
from testcalls.repertoire import Known, known
from testcalls.speech import warble


def voice(seed: int, seconds: float = 1.5) -> Samples:
    """A sound like no other seed's, with a pause in it as speech has."""
    sound = warble(seconds, seed=seed)
    middle = len(sound) // 2
    sound[middle : middle + len(sound) // 20] = 0
    return sound


def prompt(name: str, samples: Samples, language: str = "zh") -> Known:
    """The sound as a prompt of the repertoire."""
    made = known(name, language, samples)
    assert made is not None
    return made


def silence(seconds: float) -> Samples:
    """Nothing."""
    return np.zeros(round(seconds * 8000), np.int16)


def line(*parts: Samples) -> Samples:
    """Parts one after the other, as they come out of a telephone."""
    return Codec.PCMA.decode(Codec.PCMA.encode(np.concatenate(parts)))
