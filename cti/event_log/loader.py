"""Carries a node's log into the database that all nodes share: each event exactly once, whenever that is there (R10).

Reads the files, never the log in memory: a database that is slow or away holds up nothing, and what a killed process
wrote is carried over by the next one. `(node, boot, sequence)` is the table's key, so a batch that was sent twice
counts once.
"""

import asyncio
import logging
import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from cti.event_log.entry import Entry, from_line
from cti.event_log.forgetting import forget_some
from cti.event_log.retention import prune
from desk.database.database import Database
from desk.errors import DeskUnavailable
from desk.journal.files import JournalFolder, LineReader
from desk.models import FloorEventRow, table_of
from desk.store.upsert import insert

log = logging.getLogger(__name__)

BATCH = 1_000
LOOK_SECONDS = 2.0
RETRY_SECONDS = 5.0
PRUNE_SECONDS = 3600.0

_EVENTS = table_of(FloorEventRow)


class Loader:
    """Run `run()` as a task beside the log's owner. `behind`: the database is away and events wait in their files."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        node: str,
        *,
        keep_days: float,
        keep_bytes: int,
        keep_rows_days: float = math.inf,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._database = database
        self._path = folder
        self._folder = JournalFolder(folder / node)
        self._node = node
        self._keep_days, self._keep_bytes = keep_days, keep_bytes
        self._keep_rows_days = max(keep_rows_days, keep_days + 1)
        """Longer than the files, which would bring their events in again."""
        self._look_seconds = look_seconds
        self._readers: dict[str, LineReader[Entry]] = {}
        self._done: set[str] = set()
        """Boots of dead processes that are carried over whole."""
        self._pruned = 0.0
        self.behind = False

    async def run(self) -> None:
        """Carry over until cancelled."""
        while True:
            pause = self._look_seconds
            try:
                await self.carry_all()
                self._note(behind=False)
                await self._prune()
            except DeskUnavailable:
                self._note(behind=True)
                pause = max(pause, RETRY_SECONDS)
            except Exception:  # goes on, whatever happens: the files stay as they are
                log.exception("The floor's log could not be carried over", extra={"node": self._node})
                pause = max(pause, RETRY_SECONDS)
            await asyncio.sleep(pause)

    async def carry_all(self) -> int:
        """Carry over whatever is in files by now; how many events were new. Raises DeskUnavailable."""
        count = 0
        for boot in self._folder.boots(self._node):
            if boot not in self._done:
                count += await self._carry(boot)
        return count

    async def _carry(self, boot: str) -> int:
        with self._folder.locked(self._node, boot) as dead:
            pass
        reader, count = await self._reader(boot), 0
        while entries := await asyncio.to_thread(reader.read, BATCH):
            try:
                await self._database.write(partial(keep, entries=entries))
            except BaseException:
                del self._readers[boot]  # read again from what the database has
                raise
            count += len(entries)
        if dead:
            self._done.add(boot)
            del self._readers[boot]
        return count

    async def _reader(self, boot: str) -> LineReader[Entry]:
        known = self._readers.get(boot)
        if known is None:
            known = LineReader(self._folder, self._node, boot, from_line)
            known.sequence = await self._position(boot)
            self._readers[boot] = known
        return known

    async def _position(self, boot: str) -> int:
        """The last event of a boot that is in the database; 0: none. Batches are whole, so there is no gap."""
        wanted = select(func.max(_EVENTS.c.sequence)).where(
            _EVENTS.c.node == self._node, _EVENTS.c.boot == boot
        )
        async with self._database.reading() as connection:
            return int((await connection.execute(wanted)).scalar() or 0)

    async def _prune(self) -> None:
        """Old files go once everything in them is in the database."""
        now = asyncio.get_running_loop().time()
        if now - self._pruned >= PRUNE_SECONDS or not self._pruned:
            self._pruned = now
            await asyncio.to_thread(
                prune, self._path, self._node, keep_days=self._keep_days, keep_bytes=self._keep_bytes
            )
            await self._forget()

    async def _forget(self) -> None:
        if math.isfinite(self._keep_rows_days):
            before = datetime.now(UTC) - timedelta(days=self._keep_rows_days)
            while await self._database.write(partial(forget_some, node=self._node, before=before)):
                pass

    def _note(self, *, behind: bool) -> None:
        if behind and not self.behind:
            log.error("The floor's log waits for the database", extra={"node": self._node})
        elif self.behind and not behind:
            log.warning("The floor's log is carried over again", extra={"node": self._node})
        self.behind = behind


def keep(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put these into the table, each once however often it comes."""
    rows = [_row(entry) for entry in entries]
    connection.execute(insert(connection, FloorEventRow).on_conflict_do_nothing(), rows)


def _row(entry: Entry) -> dict[str, Any]:
    data = msgspec.to_builtins(entry.event)
    return {
        "node": entry.node,
        "boot": entry.boot,
        "sequence": entry.sequence,
        "at": datetime.fromtimestamp(data.pop("at"), UTC),
        "mono": data.pop("mono"),
        "linkedid": data.pop("linkedid", ""),
        "agent": _agent(data),
        "kind": data.pop("kind"),
        "data": data,
    }


def _agent(data: dict[str, Any]) -> str:
    """Whom an event is about: an agent's figures are found by it."""
    endpoint = str(data.get("endpoint", ""))
    return str(data.get("agent") or (endpoint if endpoint.isdecimal() else ""))
