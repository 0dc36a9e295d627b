"""Reading the log again: in order, tolerant of torn lines, from any place on."""

import logging
from collections.abc import Collection, Iterator
from pathlib import Path

from cti.event_log.checkpoint import Checkpoint
from cti.event_log.entry import Entry, from_line
from cti.floor.apply import apply
from cti.floor.state import Floor
from desk.journal.files import JournalFolder
from desk.journal.seal import BrokenLine

log = logging.getLogger(__name__)


def read_file(path: Path, holding: Collection[bytes] = ()) -> Iterator[Entry]:
    """The entries of one file; broken lines are passed over and logged. Raises OSError.

    `holding`: lines with none of these words are not even decoded.
    """
    broken = 0
    with path.open("rb") as file:
        for line in file:
            if holding and not any(word in line for word in holding):
                continue
            try:
                yield from_line(line)
            except BrokenLine:
                broken += 1
    if broken:
        log.error("Broken lines in the floor's log", extra={"file": path.name, "lines": broken})


def read(
    folder: Path,
    node: str,
    *,
    boot: str = "",
    after: int = 0,
    since: float | None = None,
    holding: Collection[bytes] = (),
) -> Iterator[Entry]:
    """The entries of a node in order.

    From the given boot on, after that sequence in it; `since`: seconds since 1970. `folder`: DATA/floor-log.
    `holding`: as of read_file.
    """
    journal = JournalFolder(folder / node)
    for name in journal.boots(node):
        if name < boot:
            continue
        for part in journal.parts(node, name):
            if since is not None and part.stat().st_mtime < since:
                continue
            for entry in read_file(part, holding):
                late_enough = since is None or entry.event.at >= since
                if (name != boot or entry.sequence > after) and late_enough:
                    yield entry


def restored(folder: Path, node: str) -> Floor:
    """The floor as the log has it: the last checkpoint, and everything after it folded."""
    found = Checkpoint.load(folder / node)
    checkpoint, floor = found if found is not None else (Checkpoint("", 0, b""), Floor(node=node))
    for entry in read(folder, node, boot=checkpoint.boot, after=checkpoint.sequence):
        apply(floor, entry.event)
    return floor
