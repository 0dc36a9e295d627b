"""How long wrong passwords lock: growing, bounded, forgotten; times are arguments (ASVS 5.0 V6.3.1)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.people.lock_out import (
    LockRule,
    Tries,
    address_subject,
    after_one_more,
    locked_for,
    login_subject,
)

RULE = LockRule(free=3, first=10.0, longest=100.0, forgotten_after=1000.0)
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

LOCKED: list[tuple[str, int, float, float]] = [
    ("nothing wrong so far", 0, 0, 0),
    ("as many as are free, less one", 2, 0, 0),
    ("the last free one locks", 3, 0, 10),
    ("half of it is over", 3, 5, 5),
    ("over", 3, 10, 0),
    ("twice as long after the next", 4, 0, 20),
    ("and again", 5, 0, 40),
    ("never longer than the longest", 9, 0, 100),
    ("nor after very many", 100_000, 0, 100),
    ("R18: a clock that went back makes it no longer than whole", 3, -3600, 10),
]


@pytest.mark.parametrize(("reason", "failures", "passed", "seconds"), LOCKED, ids=[row[0] for row in LOCKED])
def test_how_long_a_lock_lasts(reason: str, failures: int, passed: float, seconds: float) -> None:
    tries = Tries(failures, NOW - timedelta(seconds=passed))
    assert locked_for(RULE, tries, NOW) == seconds


def test_nobody_heard_of_is_not_locked() -> None:
    assert locked_for(RULE, None, NOW) == 0


def test_tries_add_up_until_they_are_forgotten() -> None:
    tries = after_one_more(RULE, None, NOW)
    tries = after_one_more(RULE, tries, NOW + timedelta(seconds=999))
    assert tries == Tries(2, NOW + timedelta(seconds=999))
    assert after_one_more(RULE, tries, NOW + timedelta(seconds=2000)) == Tries(
        1, NOW + timedelta(seconds=2000)
    )


@given(st.lists(st.floats(0, 5000), max_size=60))
def test_hammering_gets_few_tries(gaps: list[float]) -> None:
    """Whoever tries whenever it is not locked gets `free` tries and then one each `first` seconds at the best."""
    tries, at, counted = None, NOW, 0
    for gap in gaps:
        at += timedelta(seconds=gap)
        if locked_for(RULE, tries, at) == 0:
            tries = after_one_more(RULE, tries, at)
            counted += 1
    spent = (at - NOW).total_seconds()
    forgotten = int(spent // RULE.forgotten_after)
    assert counted <= RULE.free * (forgotten + 1) + spent / RULE.first + 1


def test_what_is_counted_is_told_apart_and_shows_nothing() -> None:
    assert login_subject("sample") != address_subject("sample")
    assert "sample" not in login_subject("sample")
    assert address_subject("2001:db8::1") == address_subject("2001:db8:0:0:ffff::2"), (
        "one /64 is one customer"
    )
    assert address_subject("2001:db8::1") != address_subject("2001:db8:0:1::1")
    assert address_subject("192.0.2.1") != address_subject("192.0.2.2")
    assert len({len(address_subject(text)) for text in ("", "testclient", "::", "192.0.2.1")}) == 1
