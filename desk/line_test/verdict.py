"""From measured values to one verdict, by thresholds that are documented here (F1.8).

The limits named GR-909 are those of the metallic loop tests in Telcordia GR-909-CORE, as Silicon
Laboratories' application note AN273, section 2, lists them; those named house are this project's own and
may be set otherwise by a site that knows its cables. GR-909's ringer test (0.175 to 5 REN) is not drawn
here: heads report the capacitance that a ringer adds, and the house limit OPEN_NANOFARADS judges it.
"""

from desk.line_test.result import Measurements, Verdict

HAZARDOUS_AC_VOLTS = 50.0
"""GR-909, hazardous potential: above 50 V rms to ground."""
HAZARDOUS_DC_VOLTS = 135.0
"""GR-909, hazardous potential: above 135 V DC to ground."""
FOREIGN_AC_VOLTS = 10.0
"""GR-909, foreign electromotive force: above 10 V rms to ground."""
FOREIGN_DC_VOLTS = 6.0
"""GR-909, foreign electromotive force: above 6 V DC to ground."""
RESISTIVE_FAULT_OHMS = 150_000.0
"""GR-909, resistive fault: below 150 kilohms tip-ring, tip-ground or ring-ground."""

SHORT_OHMS = 10_000.0
"""House: a resistive fault between tip and ring below this is a short, above it low insulation."""
GROUND_OHMS = 10_000.0
"""House: a resistive fault to ground below this is a ground, above it low insulation."""
OPEN_NANOFARADS = 400.0
"""House: less than this is no telephone at the far end. Six kilometres of 52 nF/km cable stay under it,
the capacitor of a single ringer (0.47 microfarads and more) lies above it."""


def hazardous(measured: Measurements) -> bool:
    """Whether touching the pair is dangerous to a technician (GR-909 hazardous potential)."""
    return _above(measured.ac_volts, HAZARDOUS_AC_VOLTS) or _above(measured.dc_volts, HAZARDOUS_DC_VOLTS)


def verdict_of(measured: Measurements) -> Verdict:
    """The gravest finding: foreign voltage, ground, off-hook, short, low insulation, open, in this order.

    A foreign voltage makes every other reading worthless; a ground draws current and so looks like a
    telephone off the hook; an off-hook telephone looks like a short and hides its ringer. A fault that was
    seen is named even when other values are missing; OK needs every value, otherwise UNKNOWN.
    """
    if _above(measured.ac_volts, FOREIGN_AC_VOLTS) or _above(measured.dc_volts, FOREIGN_DC_VOLTS):
        return Verdict.FOREIGN_VOLTAGE
    to_ground = _least(measured.resistance_tip_ground, measured.resistance_ring_ground)
    if to_ground < GROUND_OHMS:
        return Verdict.GROUND
    if measured.off_hook:
        return Verdict.OFF_HOOK
    across = _least(measured.resistance_tip_ring)
    if across < SHORT_OHMS:
        return Verdict.SHORT
    if min(across, to_ground) < RESISTIVE_FAULT_OHMS:
        return Verdict.LOW_INSULATION
    if measured.capacitance_nf is not None and measured.capacitance_nf < OPEN_NANOFARADS:
        return Verdict.OPEN
    return Verdict.OK if _complete(measured) else Verdict.UNKNOWN


def _above(volts: float | None, limit: float) -> bool:
    return volts is not None and abs(volts) > limit


def _least(*ohms: float | None) -> float:
    return min((value for value in ohms if value is not None), default=float("inf"))


def _complete(measured: Measurements) -> bool:
    return None not in (
        measured.resistance_tip_ring,
        measured.resistance_tip_ground,
        measured.resistance_ring_ground,
        measured.capacitance_nf,
        measured.dc_volts,
        measured.ac_volts,
        measured.off_hook,
    )
