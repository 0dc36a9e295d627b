"""The calls to the public network of the last hour, as the floor's log has them: a new start of the service is no new
hour (S4, R7).
"""

from collections.abc import Iterator
from pathlib import Path

from cti.event_log.reading import read
from cti.floor.events import FloorEvent, Steered, Transferred
from cti.steering.live_floor import Stamp
from cti.steering.outbound_rules import HOUR, Placed

WORDS = (b'"act":"out_call"', b'"to":"number"')
"""Of the lines that count: of a whole hour they are few."""


def earlier_out_calls(folder: Path, node: str, now: Stamp) -> Iterator[Placed]:
    """In order; times on the clock that never steps, of which `now` is the present. `folder`: DATA/floor-log.

    Blocks while the log is read.
    """
    for entry in read(folder, node, since=now["at"] - HOUR, holding=WORDS):
        if agent := _who_called(entry.event):
            yield Placed(agent, now["mono"] - max(0.0, now["at"] - entry.event.at))


def _who_called(event: FloorEvent) -> str:
    match event:
        case Steered(act="out_call"):
            return event.by
        case Transferred(to="number"):
            return event.agent
    return ""
