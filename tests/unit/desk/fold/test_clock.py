"""What the fold keeps of time: steps and visits by the monotonic clock (F1.14, R18)."""

from datetime import timedelta

from desk.fold.apply import fold
from desk.fold.change import ChangeCall
from desk.journal.fact import Fact
from tests.unit.desk.fold.steps import BEGAN, LOST, START, ended, facts_of, run, step


def test_the_end_keeps_the_statistics() -> None:
    """F1.14: outcome, step reached, tries, language, durations; the length by the monotonic clock (R18)."""
    visit, changes = run(BEGAN, step("V1", 0.5), ended("left", last_step="V1"))
    assert (visit.outcome, visit.last_step, visit.language) == ("left", "V1", "en")
    assert (dict(visit.tries), dict(visit.durations)) == ({"V1": 1}, {"V1": 2.0})
    assert visit.seconds == 2.0
    calls = [change for change in changes if isinstance(change, ChangeCall)]
    assert calls[-1].columns == {"outcome": "left", "language": "en"}
    assert calls[-1].unless_final


def test_a_lost_visit_ends_with_its_last_fact() -> None:
    """F1.14: nobody knows how long a dead process would have gone on."""
    visit, _ = run(BEGAN, step("V1", 0.0), step("V2", 1.5), step("V1", 2.0), LOST)
    assert visit.ended_at == START + timedelta(seconds=3)
    assert visit.seconds == 3.0
    assert visit.last_step == "V1"
    assert visit.durations == {"V1": 2.5, "V2": 0.5}


def test_a_step_of_the_wall_clock_does_not_change_lengths() -> None:
    """R18: durations come from the monotonic clock."""
    began, over = facts_of(BEGAN, ended("left"))
    stepped = Fact(
        node="node1", boot="b1", sequence=2, at=over.at - timedelta(hours=1), mono=over.mono, call="c1",
        visit="b1-1", kind=over.kind, data=over.data,
    )  # fmt: skip
    visit, _ = fold(fold(None, began)[0], stepped)
    assert visit.seconds == 1.0
