"""H4: where a player that skips silence jumps."""

import numpy as np
import pytest

from recordings.levels import Sound
from recordings.silences import silences

TALK, QUIET = -20.0, -60.0
ROWS = [
    # caller and agent in tenths of a second: who speaks for how long, and what is skipped
    ("nobody, throughout", [(QUIET, QUIET, 50)], [(0.0, 5.0)]),
    ("one side is enough", [(TALK, QUIET, 30), (QUIET, TALK, 30)], []),
    ("a breath is no silence", [(TALK, QUIET, 10), (QUIET, QUIET, 19), (QUIET, TALK, 10)], []),
    ("two seconds are", [(TALK, QUIET, 10), (QUIET, QUIET, 20), (QUIET, TALK, 10)], [(1.0, 3.0)]),
    ("at both ends", [(QUIET, QUIET, 25), (TALK, TALK, 1), (QUIET, QUIET, 31)], [(0.0, 2.5), (2.6, 5.7)]),
    ("just at the limit", [(-50.0, -50.0, 20), (-49.9, QUIET, 20)], [(0.0, 2.0)]),
    ("nothing at all", [], []),
]


@pytest.mark.parametrize(("parts", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_silences(parts: list[tuple[float, float, int]], expected: list[tuple[float, float]]) -> None:
    levels = np.array([(caller, agent) for caller, agent, n in parts for _ in range(n)], np.float32)
    assert silences(Sound(len(levels) / 10, levels.reshape(-1, 2))) == expected
