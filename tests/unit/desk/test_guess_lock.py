"""S18: who keys too many numbers that do not exist, by a clock that the test turns."""

import pytest

from desk.guess_lock import GuessLock

HOUR = 3600.0


@pytest.mark.parametrize(
    ("reason", "limit", "wrong_at", "now", "locked"),
    [
        ("nothing wrong yet", 3, [], 0, False),
        ("one below the limit", 3, [0, 1], 2, False),
        ("the limit reached", 3, [0, 1, 2], 2, True),
        ("all at the same instant", 3, [5, 5, 5], 5, True),
        ("as long as the oldest of them is in the window", 3, [0, 1, 2], HOUR - 0.1, True),
        ("the oldest has left the window", 3, [0, 1, 2], HOUR, False),
        ("the window slides: two old, three new", 3, [0, 1, HOUR, HOUR + 1, HOUR + 2], HOUR + 3, True),
        ("the window slides: one new is not enough", 3, [0, 1, 2, HOUR + 1.5], HOUR + 1.6, False),
        ("wrong numbers while locked count on", 2, [0, 1, HOUR], HOUR + 0.5, True),
        ("a limit of one", 1, [0], 1, True),
        ("0 switches it off", 0, [0] * 1000, 0, False),
    ],
)
def test_the_lock(reason: str, limit: int, wrong_at: list[float], now: float, locked: bool) -> None:
    lock = GuessLock(limit, HOUR)
    for at in wrong_at:
        lock.wrong("87650001", at)
    assert lock.locked("87650001", now) is locked, reason
    assert not lock.locked("87650002", now), "another caller is not locked"


def test_memory_is_bounded_and_the_one_heard_of_longest_ago_makes_room() -> None:
    lock = GuessLock(1, HOUR, callers=100)
    lock.wrong("old", 0)
    for caller in range(99):
        lock.wrong(str(caller), 1)
    lock.wrong("old", 2)
    lock.wrong("new", 3)
    assert len(lock) == 100
    assert lock.locked("old", 4)
    assert lock.locked("new", 4)
    assert not lock.locked("0", 4)
    for caller in range(100_000):
        lock.wrong(f"spoofed{caller}", 5)
    assert len(lock) == 100


def test_a_lock_that_is_off_remembers_nobody() -> None:
    lock = GuessLock(0, HOUR)
    lock.wrong("87650001", 0)
    assert len(lock) == 0
