"""The script of a caller in tests: what is pressed, said or left unsaid at which prompt."""

import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import sin, tau
from pathlib import Path

from ivr.said import Said

SAMPLES_A_SECOND = 8000


@dataclass(frozen=True, slots=True)
class Reaction:
    """What the caller does at a prompt; see `at`."""

    prompt: Said
    presses: str
    speaks: float | None
    hangs_up: bool
    times: int


def at(
    prompt: Said, *, presses: str = "", speaks: float | None = None, hangs_up: bool = False, times: int = 1
) -> Reaction:
    """At this prompt the caller presses keys (the first cuts it short), speaks, hangs up, or is silent.

    `speaks`: seconds of speech in the recording that follows, ended by `presses` (`#`), by silence when
    empty, or by hanging up. `times`: how many times over.
    """
    return Reaction(prompt, presses, speaks, hangs_up, times)


class Script:
    """Reactions still to come; each is used up in the order given for its prompt."""

    def __init__(self, reactions: Iterable[Reaction]) -> None:
        self.left = list(reactions)

    @property
    def used_up(self) -> bool:
        """Whether nothing is left."""
        return not self.left

    def next(self, prompt: Said) -> Reaction | None:
        """The first reaction left for this prompt, None when there is none."""
        for place, reaction in enumerate(self.left):
            if reaction.prompt == prompt:
                if reaction.times > 1:
                    self.left[place] = replace(reaction, times=reaction.times - 1)
                else:
                    del self.left[place]
                return reaction
        return None


def write_tone(path: Path, seconds: float) -> int:
    """A 400 Hz tone, 8 kHz 16 bit: audibly not silence. Returns its samples."""
    count = round(seconds * SAMPLES_A_SECOND)
    samples = array("h", (round(8000 * sin(tau * 400 * n / SAMPLES_A_SECOND)) for n in range(count)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES_A_SECOND)
        file.writeframes(samples.tobytes())
    return count
