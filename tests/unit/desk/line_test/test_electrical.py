"""The lab's electrical model behaves like a pair of wires (F1.8)."""

import pytest

from desk.line_test.electrical import Pair, measure
from desk.line_test.lab_lines import condition_of, pair_of
from desk.line_test.result import MEASURABLE_OHMS, Verdict
from desk.line_test.staging import Condition
from desk.line_test.verdict import verdict_of


def test_capacitance_grows_with_the_cable_and_the_ringer() -> None:
    assert measure(Pair(length_km=2.0)).capacitance_nf == pytest.approx(2 * 52 + 1000)


@pytest.mark.parametrize(("break_km", "nanofarads"), [(0.0, 0), (0.5, 26), (1.9, 98.8)])
def test_a_break_leaves_the_cable_before_it(break_km: float, nanofarads: float) -> None:
    assert measure(Pair(length_km=2.0, break_km=break_km)).capacitance_nf == pytest.approx(nanofarads)


@pytest.mark.parametrize(("fault_km", "ohms"), [(0.0, 100), (1.0, 380), (2.0, 660)])
def test_a_short_shows_the_loop_up_to_it(fault_km: float, ohms: float) -> None:
    pair = Pair(length_km=3.0, shunt_tip_ring=100.0, fault_km=fault_km)
    assert measure(pair).resistance_tip_ring == pytest.approx(ohms, rel=1e-3)


def test_a_ground_shows_one_wire_up_to_it() -> None:
    readings = measure(Pair(length_km=3.0, shunt_ring_ground=100.0, fault_km=1.0))
    assert readings.resistance_ring_ground == pytest.approx(240, rel=1e-3)
    assert readings.resistance_tip_ground == MEASURABLE_OHMS


def test_a_fault_behind_a_break_is_not_seen() -> None:
    readings = measure(Pair(length_km=3.0, shunt_tip_ring=0.0, fault_km=2.0, break_km=1.0))
    assert readings.resistance_tip_ring == MEASURABLE_OHMS
    assert verdict_of(readings) is Verdict.OPEN


def test_a_telephone_behind_a_break_is_not_seen_off_hook() -> None:
    assert measure(Pair(length_km=3.0, off_hook=True, break_km=1.0)).off_hook is False


@pytest.mark.parametrize("length_km", [0.1, 1.0, 5.0])
def test_off_hook_is_told_from_a_short_by_its_current(length_km: float) -> None:
    assert measure(Pair(length_km=length_km, off_hook=True)).off_hook is True
    assert measure(Pair(length_km=length_km, shunt_tip_ring=400.0, fault_km=length_km)).off_hook is False


@pytest.mark.parametrize("condition", list(Condition))
def test_every_line_in_a_condition_gets_that_verdict(condition: Condition) -> None:
    numbers = [str(55500000 + step) for step in range(500)]
    verdicts = {verdict_of(measure(pair_of(number, condition))).value for number in numbers}
    assert verdicts == {condition.value}


def test_a_number_always_has_the_same_line_and_most_are_sound() -> None:
    numbers = [str(55500000 + step) for step in range(2000)]
    conditions = [condition_of(number) for number in numbers]
    assert [condition_of(number) for number in numbers] == conditions
    assert set(conditions) == set(Condition)
    assert 0.75 < conditions.count(Condition.OK) / len(numbers) < 0.9
