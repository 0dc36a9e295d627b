"""The local append-only journal: every fact of a call is here before it is anywhere else (R10, R11).

`append` hands the line to the kernel before it returns, so a killed process loses nothing; one fsync in the
background covers many facts, so a power cut loses at most the last moment of what nobody waited for. A full disk
never reaches a dialog: facts wait in memory, an alarm is raised, and they follow in order once there is room.
"""

import asyncio
import contextlib
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from desk.journal.fact import Fact
from desk.journal.files import JournalFolder, Reader

log = logging.getLogger(__name__)

PART_BYTES = 16 * 1024 * 1024
BACKLOG_FACTS = 50_000
"""Facts kept in memory while the disk is full: about 25 MB, an hour of a busy node."""
RETRY_SECONDS = 1.0
GROUP_SECONDS = 0.01
"""Pause between two fsyncs that somebody waits for."""
GATHER_SECONDS = 0.25
"""How long facts gather for one fsync when nobody waits for it: what a power cut may cost."""


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The wall clock (UTC), which may step, and the monotonic one, which does not (R18)."""

    wall: Callable[[], datetime] = _utc
    monotonic: Callable[[], float] = time.monotonic


class Journal:
    """The journal of this process start. Use it from one event loop only."""

    def __init__(
        self, path: Path, node: str, *, part_bytes: int = PART_BYTES, clock: Clock | None = None
    ) -> None:
        self.folder = JournalFolder(path)
        self.node = node
        self.boot = uuid4().hex[:16]
        self.clock = clock or Clock()
        self.alarm = ""
        """Why facts cannot be written right now (empty: they can). Shown by health checks."""
        self.lost = 0
        """Facts given up because the disk stayed full for too long."""
        self.appended = asyncio.Event()
        self._lock = self.folder.lock(node, self.boot)
        self._part_bytes = part_bytes
        self._part = 0
        self._size = 0
        self._descriptor = -1
        self._last_of_part: dict[int, int] = {}
        self._backlog: deque[Fact] = deque()
        self._reader = Reader(self.folder, node, self.boot)
        self._sequence = self._written = self._synced = 0
        self._to_sync = asyncio.Event()
        self._hurry = asyncio.Event()
        self._moved = asyncio.Condition()
        self._open_first_part()
        self._syncing = asyncio.create_task(self._sync_in_groups())

    def append(
        self,
        kind: str,
        call: str,
        data: Mapping[str, Any] | None = None,
        *,
        visit: str = "",
        at: datetime | None = None,
    ) -> int:
        """Write one fact and return its sequence. Never raises, never waits for a disk's confirmation."""
        self._sequence += 1
        fact = Fact(
            node=self.node,
            boot=self.boot,
            sequence=self._sequence,
            at=at or self.clock.wall(),
            mono=round(self.clock.monotonic(), 6),
            call=call,
            kind=kind,
            visit=visit,
            data=data or {},
        )
        if self._backlog or not self._write(fact):
            self._keep(fact)
        self.appended.set()
        return fact.sequence

    @property
    def last(self) -> int:
        """Sequence of the newest fact."""
        return self._sequence

    async def durable(self, sequence: int) -> None:
        """Wait until this fact is on the disk itself."""
        self._hurry.set()
        async with self._moved:
            await self._moved.wait_for(lambda: self._synced >= sequence)

    def read(self, limit: int) -> list[Fact]:
        """Up to `limit` facts not read yet, in order: those in files first, then those that wait for room."""
        facts = self._reader.read(limit)
        for fact in self._backlog:
            if len(facts) >= limit:
                break
            if fact.sequence > self._reader.sequence:
                facts.append(fact)
                self._reader.sequence = fact.sequence
        return facts

    def has_complete_part(self, sequence: int) -> bool:
        """Whether all facts of some complete part are up to here."""
        return any(last <= sequence for last in self._last_of_part.values())

    def remove_complete_parts(self, sequence: int) -> None:
        """Remove complete parts whose facts are all up to here."""
        for part, last in list(self._last_of_part.items()):
            if last <= sequence:
                self.folder.part(self.node, self.boot, part).unlink(missing_ok=True)
                del self._last_of_part[part]

    def applied(self, sequence: int) -> None:
        """Everything up to here is in the database: it need not wait for room any longer."""
        while self._backlog and self._backlog[0].sequence <= sequence:
            self._written = max(self._written, self._backlog.popleft().sequence)
            self._to_sync.set()

    async def close(self, *, applied: bool) -> None:
        """Sync and close. With `applied` everything is in the database and the files go."""
        self._syncing.cancel()
        await asyncio.gather(self._syncing, return_exceptions=True)
        self._drain_backlog()
        if self._descriptor >= 0:
            os.fsync(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1
        if applied and not self._backlog:
            self.folder.remove(self.node, self.boot)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _open_first_part(self) -> None:
        try:
            self._make_room(0)
        except OSError as error:
            self._raise_alarm(error)

    def _write(self, fact: Fact) -> bool:
        """Write one line whole or not at all."""
        line = fact.line()
        try:
            self._make_room(len(line))
            written = os.write(self._descriptor, line)
            if written != len(line):
                os.ftruncate(self._descriptor, self._size)
                raise OSError("disk full")
        except OSError as error:
            self._raise_alarm(error)
            return False
        self._size += written
        self._written = fact.sequence
        self._to_sync.set()
        return True

    def _make_room(self, length: int) -> None:
        """Open the first part, or the next one when this one is full."""
        if self._descriptor >= 0 and self._size + length <= self._part_bytes:
            return
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        descriptor = os.open(self.folder.part(self.node, self.boot, self._part + 1), flags, 0o600)
        if self._descriptor >= 0:
            os.fsync(self._descriptor)
            os.close(self._descriptor)
            self._last_of_part[self._part] = self._written
        self._part += 1
        self._descriptor = descriptor
        self._size = 0
        _sync_folder(self.folder.path)

    def _keep(self, fact: Fact) -> None:
        if len(self._backlog) >= BACKLOG_FACTS:
            self.lost += 1
            log.critical("Fact lost, the journal cannot be written", extra={"call": fact.call})
            return
        self._backlog.append(fact)
        self._to_sync.set()

    def _raise_alarm(self, error: OSError) -> None:
        if not self.alarm:
            log.critical("The journal cannot be written", extra={"node": self.node, "error": str(error)})
        self.alarm = str(error)

    def _drain_backlog(self) -> None:
        while self._backlog and self._write(self._backlog[0]):
            self._backlog.popleft()
        if self.alarm and not self._backlog:
            log.warning("The journal can be written again", extra={"node": self.node})
            self.alarm = ""

    async def _sync_in_groups(self) -> None:
        while True:
            await self._to_sync.wait()
            await self._gather()
            self._to_sync.clear()
            self._drain_backlog()
            well = await self._sync() and not self._backlog
            if not well:
                self._to_sync.set()
            await asyncio.sleep(GROUP_SECONDS if well else RETRY_SECONDS)

    async def _gather(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GATHER_SECONDS):
                await self._hurry.wait()
        self._hurry.clear()

    async def _sync(self) -> bool:
        target = self._written
        if target <= self._synced or self._descriptor < 0:
            return True
        descriptor = os.dup(self._descriptor)
        try:
            await asyncio.to_thread(os.fdatasync, descriptor)
        except OSError as error:
            self._raise_alarm(error)
            return False
        finally:
            os.close(descriptor)
        async with self._moved:
            self._synced = target
            self._moved.notify_all()
        return True


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
