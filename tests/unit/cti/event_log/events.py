"""Events enough to fill a log with."""

from cti.floor.events import FloorEvent, LegUp

T = 1.7e9


def ups(count: int) -> list[FloorEvent]:
    """So many events, a second apart."""
    return [LegUp(at=T + number, mono=float(number), leg=f"c{number}") for number in range(count)]
