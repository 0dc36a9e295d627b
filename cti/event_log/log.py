"""The log that grows: `append` returns at once, a thread of its own writes and syncs in groups (R9, R10, R11).

A disk that is full or slow never reaches the link: lines wait in memory in their order, an alarm is raised, and
they are written once there is room. Only when the backlog is full too are lines lost, and counted.
"""

import logging
import os
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

from cti.event_log.checkpoint import Checkpoint
from cti.event_log.entry import line_head, to_line
from cti.event_log.parts import PartWriter
from cti.floor.events import FloorEvent
from cti.floor.state import Floor
from desk.journal.files import JournalFolder

log = logging.getLogger(__name__)

PART_BYTES = 32 * 1024 * 1024
BACKLOG = 200_000
"""Lines kept in memory while the disk is full: about 50 MB."""
GATHER_SECONDS = 0.002
"""How long lines gather for one write: what kill -9 may cost, made good by Asterisk's snapshot."""
SYNC_SECONDS = 0.25
"""Between two fsyncs: what a power cut may cost."""
RETRY_SECONDS = 1.0
MOST_AT_ONCE = 5_000


def new_boot() -> str:
    """A name that sorts after those of all earlier starts."""
    return f"{int(time.time() * 1000):012x}{secrets.token_hex(3)}"


class EventLog:
    """The log of this start of the service. Append from one thread only; `close` at the end."""

    def __init__(
        self, folder: Path, node: str, *, part_bytes: int = PART_BYTES, backlog: int = BACKLOG
    ) -> None:
        self.folder = JournalFolder(folder / node)
        self.node = node
        self.boot = new_boot()
        self.alarm = ""
        """Why lines cannot be written right now (empty: they can). Shown by health checks."""
        self.lost = 0
        """Lines given up because the disk stayed full for too long."""
        self.written = 0
        """Sequence of the last line that the kernel has."""
        self._lock = self.folder.lock(node, self.boot)
        self._head = line_head(node, self.boot)
        self._sequence = 0
        self._backlog = backlog
        self._lines: deque[tuple[int, bytes]] = deque()
        self._checkpoint: Checkpoint | None = None
        self._parts = PartWriter(self.folder, node, self.boot, part_bytes)
        self._work, self._closing = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="floor log", daemon=True)
        self._thread.start()

    @property
    def last(self) -> int:
        """Sequence of the newest event."""
        return self._sequence

    @property
    def waiting(self) -> int:
        """Lines that are not written yet."""
        return len(self._lines)

    def append(self, event: FloorEvent) -> int:
        """Take an event in and return its sequence. Never raises for a disk, never waits for one."""
        self._sequence += 1
        if len(self._lines) >= self._backlog:
            self.lost += 1
            return self._sequence
        self._lines.append((self._sequence, to_line(self._head, self._sequence, event)))
        if not self._work.is_set():
            self._work.set()
        return self._sequence

    def checkpoint(self, floor: Floor) -> None:
        """Keep the floor as it is after the newest event, so that the next start need not fold all of the log."""
        self._checkpoint = Checkpoint.of(floor, self.boot, self._sequence)
        self._work.set()

    def close(self) -> None:
        """Write what is left, as far as the disk takes it, and stop. Blocks for the last fsync."""
        self._closing.set()
        self._work.set()
        self._thread.join()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _run(self) -> None:
        synced = time.monotonic()
        while not (self._closing.is_set() and self._settled()):
            self._work.wait(SYNC_SECONDS)
            self._work.clear()
            self._closing.wait(GATHER_SECONDS)
            well = self._write()
            if self._parts.dirty and (time.monotonic() - synced >= SYNC_SECONDS or self._closing.is_set()):
                well = self._try(self._parts.sync) and well
                synced = time.monotonic()
            if not well and self._closing.wait(RETRY_SECONDS):
                break
        self._try(self._parts.close)

    def _settled(self) -> bool:
        return not self._lines and self._checkpoint is None and not self._parts.dirty

    def _write(self) -> bool:
        while self._lines:
            group = list(islice(self._lines, MOST_AT_ONCE))
            if not self._try(partial(self._parts.write, [line for _, line in group])):
                return False
            for _ in group:
                self._lines.popleft()
            self.written = group[-1][0]
        checkpoint, self._checkpoint = self._checkpoint, None
        return checkpoint is None or self._try(lambda: checkpoint.save(self.folder.path))

    def _try(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except OSError as error:
            if not self.alarm:
                log.critical("The floor's log cannot be written", extra={"error": str(error)})
            self.alarm = str(error) or type(error).__name__
            return False
        if self.alarm:
            log.warning("The floor's log can be written again", extra={"lost": self.lost})
            self.alarm = ""
        return True
