"""What is in a recording: which of several callers' words, known by their sound."""

from collections.abc import Mapping

import numpy as np

from testcalls.ear import Ear
from testcalls.g711 import RATE, Samples
from testcalls.repertoire import Repertoire, known, read_wav
from tests.real.served import Served


def words_in(served: Served, recording: str, spoken: Mapping[str, Samples]) -> list[str]:
    """The names of the `spoken` words that a recording holds, in their order, whole ones only."""
    file = served.house.settings.folder / recording
    sounds = [known(name, "", samples) for name, samples in spoken.items()]
    ear = Ear(Repertoire(sound for sound in sounds if sound))
    ear.hear(np.concatenate([read_wav(file), np.zeros(2 * RATE, np.int16)]))
    return [heard.id for heard in ear.heard if heard.complete]
