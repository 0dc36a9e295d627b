"""Steps, durations and tries of a dialog (F1.14), on a clock of the test's own (R18)."""

from ivr.step_clock import StepClock


class Time:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_durations_add_up_by_step_and_the_one_under_way_counts() -> None:
    time = Time()
    clock = StepClock(time)
    time.seconds += 0.5
    for name, seconds in (("line_number", 2.0), ("line_number_confirm", 1.0), ("line_number", 4.0)):
        clock.step(name)
        time.seconds += seconds
    assert clock.durations() == {"line_number": 6.0, "line_number_confirm": 1.0}
    assert clock.last_step == "line_number"
    assert clock.elapsed() == 7.5


def test_entering_the_step_under_way_again_changes_nothing() -> None:
    time, told = Time(), []
    clock = StepClock(time)
    clock.on_step(lambda name, at: told.append((name, at)))
    for _ in range(3):
        clock.step("menu")
        time.seconds += 1.0
    clock.step("goodbye")
    assert told == [("menu", 0.0), ("goodbye", 3.0)]
    assert clock.durations() == {"menu": 3.0, "goodbye": 0.0}


def test_tries_are_counted_by_question() -> None:
    clock = StepClock()
    for name in ("menu", "line_number", "line_number"):
        clock.tried(name)
    assert clock.tries() == {"menu": 1, "line_number": 2}


def test_a_dialog_without_a_step_has_none() -> None:
    clock = StepClock()
    assert (clock.last_step, clock.durations(), clock.tries()) == ("", {}, {})
