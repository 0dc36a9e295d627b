"""The estimate that callers hear: place x handling time ÷ agents."""

import pytest

from cti.routing.expected_wait import FIRST_GUESS, REMEMBERED, HandlingTime, expected_wait


@pytest.mark.parametrize(
    ("place", "handling", "agents", "seconds"),
    [(1, 120.0, 1, 120.0), (6, 120.0, 3, 240.0), (1, 120.0, 0, None)],
)
def test_estimate(place: int, handling: float, agents: int, seconds: float | None) -> None:
    assert expected_wait(place, handling, agents) == seconds


def test_handling_time_is_that_of_recent_conversations() -> None:
    handling = HandlingTime()
    assert handling.seconds == FIRST_GUESS
    handling.add(1_000.0)
    for _ in range(REMEMBERED):
        handling.add(60.0)
    assert handling.seconds == 60.0
