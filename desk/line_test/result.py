"""What a line test finds: the measured values and the verdict drawn from them (F1.6, F1.8, F1.11)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MEASURABLE_OHMS = 10_000_000.0
"""Upper end of a resistance reading, ohms; a better insulation is reported as this value."""


class Verdict(StrEnum):
    """The state of a line in one word; spoken to callers as the prompt `verdict_<value>`."""

    OK = "ok"
    OPEN = "open"
    SHORT = "short"
    GROUND = "ground"
    FOREIGN_VOLTAGE = "foreign_voltage"
    LOW_INSULATION = "low_insulation"
    OFF_HOOK = "off_hook"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements:
    """Readings of one test. None: the head did not measure this value.

    Resistances in ohms, 0 to MEASURABLE_OHMS; `capacitance_nf` tip to ring in nanofarads, ringers included;
    `dc_volts` (signed) and `ac_volts` (rms, never negative) are the larger of tip-ground and ring-ground with
    the exchange's own battery taken off. `off_hook`: the resistance between tip and ring changes with the
    measuring current, as a telephone's does and a fault's does not.
    """

    resistance_tip_ring: float | None = None
    resistance_tip_ground: float | None = None
    resistance_ring_ground: float | None = None
    capacitance_nf: float | None = None
    dc_volts: float | None = None
    ac_volts: float | None = None
    off_hook: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTest(Measurements):
    """One finished test of one line. `tested_at` is aware, UTC; `head` names the test head that did it."""

    number: str
    tested_at: datetime
    head: str
    verdict: Verdict
