"""What steering needs of the live floor: its state, one way to change it, and to hear of every change."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol, TypedDict

from cti.floor.changes import Change
from cti.floor.events import FloorEvent
from cti.floor.state import Floor

Listener = Callable[[FloorEvent, Sequence[Change]], None]


class LiveFloor(Protocol):
    """One owner folds all events, those of Asterisk and those of ours, in one order."""

    @property
    def floor(self) -> Floor:
        """The floor as it is now; nobody but the fold changes it."""

    def act(self, event: FloorEvent) -> Sequence[Change]:
        """Fold an event of ours at once, and log it. The floor says afterwards whether it took effect."""

    def subscribe(self, listener: Listener) -> None:
        """Have every event from now on told, after it was folded; a listener returns at once."""


class Stamp(TypedDict):
    """When an event of ours happens, on both clocks."""

    at: float
    mono: float


def stamp() -> Stamp:
    """Now."""
    return {"at": time.time(), "mono": time.monotonic()}
