"""Folding a log again gives the figures that it gave when it happened: no Asterisk, no clock (decision 4)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cti.event_log.entry import Entry
from cti.floor.apply import apply
from cti.floor.figures import Figures
from cti.floor.state import Floor


@dataclass(slots=True)
class Replay:
    """The floors of all nodes in the log, and the figures of all of them together.

    `since`: seconds since 1970; what was before is folded, so that the floor is right, but not counted.
    """

    since: float = 0.0
    floors: dict[str, Floor] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)

    def take(self, entries: Iterable[Entry]) -> None:
        """Fold these entries, in the order of each node's log."""
        for entry in entries:
            floor = self.floors.get(entry.node)
            if floor is None:
                floor = self.floors[entry.node] = Floor(node=entry.node)
            changes = apply(floor, entry.event)
            if entry.event.at >= self.since:
                self.figures.note(entry.event, changes)
