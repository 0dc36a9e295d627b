"""Leave to listen: one person, one use, half a minute (S8)."""

import pytest

from cti.steering.listen_grants import GOOD_SECONDS, MOST, Grants


def test_once_and_for_its_person_alone() -> None:
    grants = Grants()
    token = grants.give(7, "c1", "8001", "quality check")
    found = grants.use(7, token)
    assert found is not None
    assert (found.call, found.agent, found.reason) == ("c1", "8001", "quality check")
    assert grants.use(7, token) is None, "it is used up"
    stolen = grants.give(7, "c1", "8001", "quality check")
    assert grants.use(8, stolen) is None
    assert grants.use(7, stolen) is None, "a try of another person uses it up"


@pytest.mark.parametrize(("passed", "good"), [(0.0, True), (GOOD_SECONDS - 0.1, True), (GOOD_SECONDS, False)])
def test_not_for_long(passed: float, good: bool) -> None:
    now = [100.0]
    grants = Grants(lambda: now[0])
    token = grants.give(7, "c1", "8001", "quality check")
    now[0] += passed
    assert (grants.use(7, token) is not None) is good


@pytest.mark.parametrize("token", ["", "x", "x" * 43])
def test_guesses_lead_nowhere(token: str) -> None:
    grants = Grants()
    grants.give(7, "c1", "8001", "quality check")
    assert grants.use(7, token) is None


def test_there_are_never_too_many() -> None:
    grants = Grants()
    first = grants.give(7, "c0", "8001", "quality check")
    for number in range(MOST):
        last = grants.give(7, f"c{number}", "8001", "quality check")
    assert grants.use(7, first) is None
    assert grants.use(7, last) is not None
