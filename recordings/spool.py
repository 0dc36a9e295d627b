"""What lies in the spool: which recordings are being written, which are finished, which have stopped growing (R11)."""

import logging
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recordings.being_written import being_written
from recordings.capture import ENDING
from recordings.file_name import FileName

log = logging.getLogger(__name__)

UNTOUCHED_SECONDS = 3.0
"""Where the file system can't tell whether somebody writes: a file that did not change for so long is finished."""
STALLED_SECONDS = 6.0
"""A recording under way that has not grown for so long has stalled: a full disk, or no sound from either side."""


@dataclass(frozen=True, slots=True)
class SpoolFile:
    """A recording in the spool as it was last seen."""

    name: FileName
    path: Path
    size: int
    writing: bool | None
    """Whether somebody has it open for writing; None: can't be told."""
    still: float
    """Seconds for which it has not changed, since we began to look."""

    @property
    def finished(self) -> bool:
        """Nobody will write to it any more."""
        return self.still >= UNTOUCHED_SECONDS if self.writing is None else not self.writing


class Spool:
    """One node's spool folder; `now`: a monotonic clock. Calls block."""

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        self.folder = folder
        self._now = now
        self._seen: dict[str, tuple[int, int, float]] = {}
        self._refused: set[str] = set()
        self._stalled: set[str] = set()
        self.stalled = 0
        """Recordings that stopped growing while under way."""

    def look(self) -> dict[str, SpoolFile]:
        """Every recording in the spool, by name. Raises OSError."""
        self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        found: dict[str, SpoolFile] = {}
        for path in sorted(self.folder.glob(f"*{ENDING}")):
            name = FileName.parse(path.name)
            if name is None:
                self._refuse(path)
            elif (seen := self._look_at(path, name)) is not None:
                found[name.text] = seen
        self._seen = {name: self._seen[name] for name in found}
        self._stalled &= found.keys()
        return found

    def _look_at(self, path: Path, name: FileName) -> SpoolFile | None:
        try:
            status = path.stat(follow_symlinks=False)
            if not stat.S_ISREG(status.st_mode):
                self._refuse(path)
                return None
            writing = being_written(path)
        except FileNotFoundError:
            return None
        now = self._now()
        size, changed, since = self._seen.get(name.text, (-1, -1, now))
        if (size, changed) != (status.st_size, status.st_mtime_ns):
            since = now
        self._seen[name.text] = (status.st_size, status.st_mtime_ns, since)
        seen = SpoolFile(name, path, status.st_size, writing, now - since)
        self._watch_growth(seen)
        return seen

    def _watch_growth(self, seen: SpoolFile) -> None:
        if not seen.writing or seen.still < STALLED_SECONDS:
            self._stalled.discard(seen.name.text)
        elif seen.name.text not in self._stalled:
            self._stalled.add(seen.name.text)
            self.stalled += 1
            log.error("A recording does not grow", extra={"call": seen.name.call, "bytes": seen.size})

    def _refuse(self, path: Path) -> None:
        if path.name not in self._refused:
            self._refused.add(path.name)
            log.error("Not a recording's name, left where it is", extra={"folder": self.folder.name})
