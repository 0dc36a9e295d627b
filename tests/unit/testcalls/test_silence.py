"""Dead air: the longest stretch between two sounds."""

import pytest

from testcalls.silence import longest_silence
from tests.unit.testcalls.sounds import line, silence, voice


@pytest.mark.parametrize(
    ("parts", "since", "begins", "seconds"),
    [
        ([silence(0.5), voice(1, 1.0)[:4000], silence(2.5), voice(2, 1.0)[:4000]], 0.0, 1.0, 2.5),
        ([silence(3.0), voice(1, 1.0)[:4000], silence(1.0), voice(2, 1.0)[:4000]], 0.0, 0.0, 3.0),
        ([silence(3.0), voice(1, 1.0)[:4000], silence(1.0), voice(2, 1.0)[:4000]], 3.0, 3.5, 1.0),
        ([voice(1, 1.0)[:4000], silence(9.0)], 0.0, 0.0, 0.0),  # what follows the last sound is no gap
        ([silence(2.0)], 0.0, 0.0, 2.0),  # nothing at all
    ],
)
def test_the_longest_gap(parts: list, since: float, begins: float, seconds: float) -> None:
    found = longest_silence(line(*parts), since)
    assert found.seconds == pytest.approx(seconds, abs=0.05)
    if seconds:
        assert found.begins == pytest.approx(begins, abs=0.05)
