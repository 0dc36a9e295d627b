"""The breaker opens, lets one trial through, and closes."""

from desk.line_test.breaker import Breaker, State


def opened(at: float = 100.0) -> Breaker:
    breaker = Breaker(threshold=3, rest_seconds=30.0)
    for _ in range(3):
        assert breaker.allows(at)
        breaker.failed(at)
    return breaker


def test_failures_in_a_row_open_it() -> None:
    breaker = opened()
    assert breaker.state is State.OPEN
    assert not breaker.allows(129.9)


def test_an_answer_between_failures_keeps_it_closed() -> None:
    breaker = Breaker(threshold=3)
    for _ in range(4):
        breaker.failed(1.0)
        breaker.failed(1.0)
        breaker.succeeded()
    assert breaker.state is State.CLOSED


def test_after_the_rest_one_trial_goes_out() -> None:
    breaker = opened()
    assert breaker.allows(130.0)
    assert breaker.state is State.HALF_OPEN
    assert not breaker.allows(130.1)


def test_a_good_trial_closes_it() -> None:
    breaker = opened()
    assert breaker.allows(130.0)
    breaker.succeeded()
    assert breaker.state is State.CLOSED
    assert breaker.allows(130.1)


def test_a_bad_trial_opens_it_for_another_rest() -> None:
    breaker = opened()
    assert breaker.allows(130.0)
    breaker.failed(131.0)
    assert breaker.state is State.OPEN
    assert not breaker.allows(160.9)
    assert breaker.allows(161.0)


def test_a_trial_that_never_reports_back_does_not_block_for_ever() -> None:
    breaker = opened()
    assert breaker.allows(130.0)
    assert not breaker.allows(159.9)
    assert breaker.allows(160.0)
