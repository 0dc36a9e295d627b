"""A slow walk over the archive: whether each object is still what was put there (K12).

The recording that has not been compared for longest is next, of all nodes; several services share the walk. What no
longer matches its checksum is listed as damaged, what is gone as lost; both leave the list by themselves when the
object is right again, from a backup for one.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from desk.database.database import Database
from desk.errors import DeskUnavailable
from recordings.completeness import Finding, FindingKind
from recordings.findings import add, resolve_kinds
from recordings.object_store import ObjectStore
from recordings.register import RECORDINGS

log = logging.getLogger(__name__)

A_MINUTE = 6.0
"""Recordings compared in a minute: a few, so that nobody who listens notices."""
IDLE_SECONDS = 60.0
AT_MOST_EVERY = timedelta(days=1)
"""No recording is compared again sooner."""
_KINDS = (FindingKind.DAMAGED, FindingKind.LOST)


class Verification:
    """Walks while it runs. `a_minute`: recordings compared in a minute, 0: none."""

    def __init__(
        self,
        database: Database,
        store: ObjectStore,
        a_minute: float = A_MINUTE,
        *,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._store = store
        self._a_minute = a_minute
        self._wall = wall
        self.verified = 0
        """Recordings compared by this process."""
        self.damaged = 0
        """Of those, how many were not what they had been."""

    async def run(self) -> None:
        """Compare one after the other until cancelled."""
        if self._a_minute <= 0:
            return
        while True:
            found = await self._guarded()
            await asyncio.sleep(60.0 / self._a_minute if found else IDLE_SECONDS)

    async def step(self) -> bool:
        """Compare the recording that is next; false: there is none. Raises DeskUnavailable, OSError."""
        row = await self._next()
        if row is None:
            return False
        if not await self._database.write(lambda c: self._claim(c, row)):
            return True  # another service has just compared it
        try:
            kind = await asyncio.to_thread(self._compare, row)
        except OSError:
            await self._database.write(lambda c: self._give_back(c, row))
            raise
        await self._database.write(lambda c: self._note(c, row, kind))
        self.verified += 1
        self.damaged += kind is not None
        return True

    async def _guarded(self) -> bool:
        try:
            return await self.step()
        except DeskUnavailable:
            log.warning("The database does not answer: no recording is compared")
        except Exception:  # an archive that does not answer: the next step may fare better
            log.exception("Recordings can't be compared with their checksums")
        return False

    async def _next(self) -> Row[Any] | None:
        columns = RECORDINGS.c
        there = columns.storage_key.is_not(None) & columns.deleted_at.is_(None)
        wanted = (
            select(RECORDINGS)
            .where(
                there, columns.verified_at.is_not(None), columns.verified_at <= self._wall() - AT_MOST_EVERY
            )
            .order_by(columns.verified_at, columns.id)
            .limit(1)
        )
        async with self._database.reading() as connection:
            return (await connection.execute(wanted)).first()

    def _compare(self, row: Row[Any]) -> FindingKind | None:
        try:
            same = self._store.digest(row.storage_key) == row.sha256
        except FileNotFoundError:
            return FindingKind.LOST
        return None if same else FindingKind.DAMAGED

    def _claim(self, connection: Connection, row: Row[Any]) -> bool:
        one = (RECORDINGS.c.id == row.id) & (RECORDINGS.c.verified_at == row.verified_at)
        return (
            connection.execute(update(RECORDINGS).where(one).values(verified_at=self._wall())).rowcount == 1
        )

    def _give_back(self, connection: Connection, row: Row[Any]) -> None:
        connection.execute(
            update(RECORDINGS)
            .where(RECORDINGS.c.id == row.id, RECORDINGS.c.verified_at.is_not(None))
            .values(verified_at=row.verified_at)
        )

    def _note(self, connection: Connection, row: Row[Any], kind: FindingKind | None) -> None:
        """List what is wrong, unless it was filed anew or deleted meanwhile; what is not wrong leaves the list."""
        now = self._wall()
        same = (RECORDINGS.c.id == row.id) & (RECORDINGS.c.sha256 == row.sha256)
        unchanged = same & RECORDINGS.c.deleted_at.is_(None)
        if connection.execute(select(RECORDINGS.c.id).where(unchanged)).first() is None:
            return
        right = [one for one in _KINDS if one is not kind]
        resolve_kinds(connection, row.node, row.file, right, now)
        if kind is not None:
            log.error("A recording is not what it was", extra={"call": row.call, "kind": kind.value})
            add(connection, row.node, row.file, row.call, Finding(kind), now)
