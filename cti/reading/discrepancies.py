"""What the floor had and what Asterisk has, where the two differ: kept for people to look at (issue of restarts)."""

from dataclasses import dataclass

from cti.floor.events import FloorEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """Both versions of one thing. `at`: seconds since 1970; `what`: call, leg, bridge or telephone."""

    at: float
    what: str
    id: str
    floor: str
    asterisk: str


@dataclass(frozen=True, slots=True)
class Found:
    """An event that brings the floor to the truth; `difference` None where nothing was wrong."""

    event: FloorEvent
    difference: Discrepancy | None = None
