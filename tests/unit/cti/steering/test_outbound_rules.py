"""S4: numbers are denied unless a pattern of exact length allows them; so many an hour and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.steering.outbound_rules import HOUR, OutboundRules
from cti.steering.refusals import NumberNotAllowed, TooManyOutCalls


@pytest.mark.parametrize(
    ("patterns", "number", "allowed"),
    [
        ((), "55500199", False),
        (("5550XXXX",), "55500199", True),
        (("5550XXXX",), "555001990", False),
        (("5550XXXX",), "5550019", False),
        (("5550XXXX",), "90055500199", False),
        (("5550XXXX",), "5550019*", False),
        (("5550XXXX",), "5550٠١٩٩", False),
        (("5550XXXX",), "5550\n0199", False),
        (("0ZN[24-6]",), "0125", True),
        (("0ZN[24-6]",), "0123", False),
        (("0ZN[24-6]",), "0025", False),
        (("112", "5551XXXX"), "55510000", True),
    ],
)
def test_patterns(patterns: tuple[str, ...], number: str, allowed: bool) -> None:
    assert OutboundRules(patterns).allows(number) is allowed


@pytest.mark.parametrize("pattern", ["", "5550.", "5550!", "_5550X", "5550|1", "(5)", "5+"])
def test_patterns_without_an_exact_length_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="only"):
        OutboundRules([pattern])


@given(st.text(max_size=20))
def test_nothing_but_what_is_allowed_passes(number: str) -> None:
    rules = OutboundRules(["5550XXXX"])
    exact = len(number) == 8 and number.startswith("5550") and number.isascii() and number.isdigit()
    assert rules.allows(number) is exact


def test_so_many_calls_of_one_agent_in_an_hour() -> None:
    rules = OutboundRules(["5550XXXX"], most_an_hour=2)
    rules.check("55500001", "8001", 0.0)
    rules.check("55500002", "8001", 1000.0)
    with pytest.raises(TooManyOutCalls) as refusal:
        rules.check("55500003", "8001", 2000.0)
    assert refusal.value.retry_after == HOUR - 2000.0 + 1
    rules.check("55500003", "8002", 2000.0)
    rules.check("55500003", "8001", HOUR)


def test_what_is_refused_counts_for_nothing() -> None:
    rules = OutboundRules(["5550XXXX"], most_an_hour=1)
    for _ in range(3):
        with pytest.raises(NumberNotAllowed):
            rules.check("1", "8001", 0.0)
    rules.check("55500001", "8001", 0.0)
