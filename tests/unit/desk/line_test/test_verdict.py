"""The verdict's thresholds, at and beside each limit (F1.8)."""

from dataclasses import replace

import pytest

from desk.line_test.result import MEASURABLE_OHMS, Measurements, Verdict
from desk.line_test.verdict import hazardous, verdict_of

Readings = dict[str, float | bool | None]

HEALTHY = Measurements(
    resistance_tip_ring=MEASURABLE_OHMS,
    resistance_tip_ground=MEASURABLE_OHMS,
    resistance_ring_ground=MEASURABLE_OHMS,
    capacitance_nf=1150.0,
    dc_volts=0.0,
    ac_volts=0.0,
    off_hook=False,
)
NOTHING = Measurements()


def across(ohms: float, **others: float | bool | None) -> Readings:
    return {"resistance_tip_ring": ohms, **others}


def tip(ohms: float, **others: float | bool | None) -> Readings:
    return {"resistance_tip_ground": ohms, **others}


def ring(ohms: float, **others: float | bool | None) -> Readings:
    return {"resistance_ring_ground": ohms, **others}


VERDICTS: list[tuple[str, Readings, Verdict]] = [
    ("a healthy line with one telephone", {}, Verdict.OK),
    ("GR-909 FEMF: 10 V rms is still allowed", {"ac_volts": 10.0}, Verdict.OK),
    ("GR-909 FEMF: more than 10 V rms", {"ac_volts": 10.01}, Verdict.FOREIGN_VOLTAGE),
    ("GR-909 FEMF: 6 V DC is still allowed", {"dc_volts": 6.0}, Verdict.OK),
    ("GR-909 FEMF: more than 6 V DC", {"dc_volts": 6.01}, Verdict.FOREIGN_VOLTAGE),
    ("GR-909 FEMF: either polarity", {"dc_volts": -6.01}, Verdict.FOREIGN_VOLTAGE),
    ("GR-909 resistive fault: 150 kilohms is sound", across(150_000.0), Verdict.OK),
    ("GR-909 resistive fault tip-ring", across(149_999.0), Verdict.LOW_INSULATION),
    ("GR-909 resistive fault tip-ground", tip(149_999.0), Verdict.LOW_INSULATION),
    ("GR-909 resistive fault ring-ground", ring(149_999.0), Verdict.LOW_INSULATION),
    ("house: 10 kilohms across is not yet a short", across(10_000.0), Verdict.LOW_INSULATION),
    ("house: short below 10 kilohms", across(9_999.0), Verdict.SHORT),
    ("a dead short", across(0.0), Verdict.SHORT),
    ("house: 10 kilohms is not yet a ground", tip(10_000.0), Verdict.LOW_INSULATION),
    ("house: ground below 10 kilohms, tip", tip(9_999.0), Verdict.GROUND),
    ("house: ground below 10 kilohms, ring", ring(9_999.0), Verdict.GROUND),
    ("house: 400 nF may be a telephone", {"capacitance_nf": 400.0}, Verdict.OK),
    ("house: less than 400 nF is bare cable", {"capacitance_nf": 399.9}, Verdict.OPEN),
    ("no wire at all", {"capacitance_nf": 0.0}, Verdict.OPEN),
    ("GR-909 receiver off-hook is no short", across(900.0, off_hook=True), Verdict.OFF_HOOK),
    ("off-hook hides the ringer", {"capacitance_nf": 100.0, "off_hook": True}, Verdict.OFF_HOOK),
    ("a ground looks like off-hook", tip(50.0, off_hook=True), Verdict.GROUND),
    ("a short before a leak to ground", across(5.0, resistance_tip_ground=9e4), Verdict.SHORT),
    ("foreign voltage spoils the rest", tip(5.0, ac_volts=60.0), Verdict.FOREIGN_VOLTAGE),
    ("a leak to ground before an open", tip(9e4, capacitance_nf=9.0), Verdict.LOW_INSULATION),
    ("one value missing: cannot be called sound", {"capacitance_nf": None}, Verdict.UNKNOWN),
    ("off-hook not measured: cannot be called sound", {"off_hook": None}, Verdict.UNKNOWN),
    ("a fault that was seen stands", across(5.0, capacitance_nf=None), Verdict.SHORT),
]


@pytest.mark.parametrize(("reason", "readings", "verdict"), VERDICTS, ids=[row[0] for row in VERDICTS])
def test_the_gravest_finding_is_the_verdict(reason: str, readings: Readings, verdict: Verdict) -> None:
    assert verdict_of(replace(HEALTHY, **readings)) is verdict, reason  # type: ignore[arg-type]


def test_nothing_measured_is_unknown() -> None:
    assert verdict_of(NOTHING) is Verdict.UNKNOWN


HAZARDS: list[tuple[str, Readings, bool]] = [
    ("GR-909 hazardous potential: 50 V rms is not yet", {"ac_volts": 50.0}, False),
    ("GR-909 hazardous potential: more than 50 V rms", {"ac_volts": 50.1}, True),
    ("GR-909 hazardous potential: 135 V DC is not yet", {"dc_volts": 135.0}, False),
    ("GR-909 hazardous potential: more than 135 V DC", {"dc_volts": 135.1}, True),
    ("GR-909 hazardous potential: either polarity", {"dc_volts": -135.1}, True),
    ("nothing measured", {"ac_volts": None, "dc_volts": None}, False),
]


@pytest.mark.parametrize(("reason", "readings", "danger"), HAZARDS, ids=[row[0] for row in HAZARDS])
def test_hazardous_potential_is_known(reason: str, readings: Readings, danger: bool) -> None:
    assert hazardous(replace(HEALTHY, **readings)) is danger, reason  # type: ignore[arg-type]
