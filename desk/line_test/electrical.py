"""The lab's model of a subscriber line: a pair of wires with its faults, and what a test head would read on
it.

Textbook values, plainly those of a model: 0.4 mm copper, polyethylene insulation, one telephone at the end.
"""

from dataclasses import dataclass

from desk.line_test.result import MEASURABLE_OHMS, Measurements

LOOP_OHMS_PER_KM = 280.0
"""Both wires of a 0.4 mm copper pair at 20 degrees Celsius."""
NANOFARADS_PER_KM = 52.0
"""Mutual capacitance of a telephone pair (83 nF a mile)."""
INSULATION_OHM_KM = 1e9
"""Insulation of healthy cable; it falls with the length."""
RINGER_NANOFARADS = 1000.0
"""Capacitor in series with the bell of one telephone."""
SET_VOLTS = 4.0
"""Part of an off-hook telephone's voltage that does not depend on the current (its diode bridge and
transistor)."""
SET_OHMS = 200.0
MEASURING_AMPERES = (0.020, 0.005)
"""A telephone shows itself by another resistance at the second current; a fault shows the same at both."""
OFF_HOOK_CHANGE = 0.15
"""House: a change of resistance beyond 15 % between the two currents is a telephone, not a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A line from the exchange to the telephone.

    `fault_km` is where the shunts lie, `break_km` where the wires end if they are broken: what lies beyond
    the break cannot be seen. Shunt resistances in ohms, None: no shunt. Foreign voltages against ground, in
    volts (AC: rms).
    """

    length_km: float
    shunt_tip_ring: float | None = None
    shunt_tip_ground: float | None = None
    shunt_ring_ground: float | None = None
    fault_km: float = 0.0
    break_km: float | None = None
    foreign_dc: float = 0.0
    foreign_ac: float = 0.0
    ringers: int = 1
    off_hook: bool = False

    @property
    def reach_km(self) -> float:
        """Length of wire that hangs on the exchange."""
        return self.length_km if self.break_km is None else min(self.break_km, self.length_km)


def measure(pair: Pair) -> Measurements:
    """What a test head reads on the pair, each resistance with the other terminals guarded."""
    across = [_tip_ring(pair, amperes) for amperes in MEASURING_AMPERES]
    return Measurements(
        resistance_tip_ring=_reading(across[0]),
        resistance_tip_ground=_reading(_shunted(pair, pair.shunt_tip_ground, wires=1)),
        resistance_ring_ground=_reading(_shunted(pair, pair.shunt_ring_ground, wires=1)),
        capacitance_nf=round(_nanofarads(pair), 1),
        dc_volts=pair.foreign_dc,
        ac_volts=pair.foreign_ac,
        off_hook=abs(across[1] / across[0] - 1) > OFF_HOOK_CHANGE,
    )


def _tip_ring(pair: Pair, amperes: float) -> float:
    cable = _shunted(pair, pair.shunt_tip_ring, wires=2)
    if not pair.off_hook or _broken(pair):
        return cable
    telephone = pair.length_km * LOOP_OHMS_PER_KM + SET_OHMS + SET_VOLTS / amperes
    return _parallel(cable, telephone)


def _shunted(pair: Pair, shunt: float | None, *, wires: int) -> float:
    """Insulation of the reachable cable beside a shunt at its distance; a single wire has half the loop's
    resistance."""
    insulation = INSULATION_OHM_KM / max(pair.reach_km, 0.001)
    if shunt is None or pair.fault_km > pair.reach_km:
        return insulation
    return _parallel(insulation, shunt + pair.fault_km * LOOP_OHMS_PER_KM * wires / 2)


def _nanofarads(pair: Pair) -> float:
    telephone = 0.0 if _broken(pair) else pair.ringers * RINGER_NANOFARADS
    return pair.reach_km * NANOFARADS_PER_KM + telephone


def _broken(pair: Pair) -> bool:
    return pair.reach_km < pair.length_km


def _parallel(one: float, other: float) -> float:
    return one * other / (one + other)


def _reading(ohms: float) -> float:
    return round(min(ohms, MEASURABLE_OHMS), 1)
