"""The lab's lines: which pair of wires a number has, the same one each time."""

from collections.abc import Iterator
from hashlib import sha256

from desk.line_test.electrical import Pair
from desk.line_test.staging import Condition

FAULTY_PERCENT = (
    (Condition.OPEN, 4),
    (Condition.SHORT, 3),
    (Condition.GROUND, 2),
    (Condition.FOREIGN_VOLTAGE, 2),
    (Condition.LOW_INSULATION, 3),
    (Condition.OFF_HOOK, 3),
)
"""Share of numbers whose line has this fault; the others are healthy."""


def condition_of(number: str) -> Condition:
    """The state that follows from the number alone."""
    drawn = next(_fractions(number)) * 100
    for condition, percent in FAULTY_PERCENT:
        drawn -= percent
        if drawn < 0:
            return condition
    return Condition.OK


def pair_of(number: str, condition: Condition | None = None) -> Pair:
    """The number's pair in this state (None: its own state); 0.5 to 5 km of cable, a fault somewhere along
    it."""
    fractions = _fractions(number)
    next(fractions)  # condition_of's
    length = round(0.5 + 4.5 * next(fractions), 2)
    place = round(length * next(fractions), 2)
    degree = next(fractions)
    match condition or condition_of(number):
        case Condition.OPEN:
            return Pair(length_km=length, break_km=min(place, length - 0.01))
        case Condition.SHORT:
            return Pair(length_km=length, fault_km=place, shunt_tip_ring=800 * degree)
        case Condition.GROUND:
            return Pair(length_km=length, fault_km=place, shunt_ring_ground=50 + 2000 * degree)
        case Condition.FOREIGN_VOLTAGE:
            return Pair(
                length_km=length, foreign_ac=round(15 + 45 * degree, 1), foreign_dc=-round(48 * degree, 1)
            )
        case Condition.LOW_INSULATION:
            return Pair(length_km=length, fault_km=place, shunt_tip_ground=20_000 + 80_000 * degree)
        case Condition.OFF_HOOK:
            return Pair(length_km=length, off_hook=True)
        case _:
            return Pair(length_km=length, ringers=1 + int(degree * 2))


def _fractions(number: str) -> Iterator[float]:
    """Numbers in [0, 1) drawn from the telephone number."""
    digest = sha256(number.encode()).digest()
    for start in range(0, len(digest), 4):
        yield int.from_bytes(digest[start : start + 4], "big") / 2**32
