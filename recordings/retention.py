"""How long recordings are kept (K12: three months at least), legal hold, and deletion that leaves its trace.

Due times are rows: the sweeper finds after a start what fell due meanwhile, and says how late it was. What the
present setting still wants to keep stays, whatever was due when it was recorded; a longer setting therefore extends
everything, a shorter one counts from now on.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from desk.database.database import Database
from desk.errors import DeskUnavailable
from recordings.errors import HeldAlready, NoSuchRecording
from recordings.object_store import ObjectStore
from recordings.register import RECORDINGS, tell
from recordings.scope import EVERYTHING, Scope

log = logging.getLogger(__name__)

LEAST_DAYS = 90
SWEEP_SECONDS = 600.0
_BATCH = 200


class Retention:
    """Deletes what is due, of all nodes: several services may sweep one database. `keep`: as long as this."""

    def __init__(
        self,
        database: Database,
        store: ObjectStore,
        keep: timedelta,
        *,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        sweep_seconds: float = SWEEP_SECONDS,
    ) -> None:
        if keep < timedelta(days=LEAST_DAYS):
            raise ValueError(f"recordings are kept for {LEAST_DAYS} days at least (K12)")
        self._database = database
        self._store = store
        self._keep = keep
        self._wall = wall
        self._sweep_seconds = sweep_seconds
        self.deleted = 0
        """Recordings deleted by this process."""

    async def run(self) -> None:
        """Sweep now and again, until cancelled."""
        while True:
            try:
                await self.sweep()
            except DeskUnavailable:
                log.warning("The database does not answer: nothing is deleted")
            except Exception:  # an archive that does not answer: the next sweep may fare better
                log.exception("Recordings that are due can't be deleted")
            await asyncio.sleep(self._sweep_seconds)

    async def sweep(self) -> int:
        """Delete everything that is due; how many. Raises DeskUnavailable, OSError."""
        count = 0
        while rows := await self._due():
            for row in rows:
                count += await self._delete(row)
            if len(rows) < _BATCH:
                break
        return count

    async def hold(self, recording: int, who: str, reason: str, scope: Scope = EVERYTHING) -> None:
        """Keep a recording until released. Raises NoSuchRecording, HeldAlready (also: it is deleted)."""
        await self._change_hold(recording, True, who, reason, scope)

    async def release(self, recording: int, who: str, reason: str, scope: Scope = EVERYTHING) -> None:
        """End a legal hold. Raises NoSuchRecording, HeldAlready."""
        await self._change_hold(recording, False, who, reason, scope)

    async def _change_hold(self, recording: int, held: bool, who: str, reason: str, scope: Scope) -> None:
        await self._database.write(lambda c: self.change_hold(c, recording, held, who, reason, scope))

    def change_hold(
        self, connection: Connection, recording: int, held: bool, who: str, reason: str, scope: Scope
    ) -> None:
        """Set or end a hold inside a transaction of the caller's own (with the audit log's row, for one)."""
        one = (RECORDINGS.c.id == recording) & scope.visible()
        changed = connection.execute(
            update(RECORDINGS)
            .where(one, RECORDINGS.c.legal_hold.is_(not held), RECORDINGS.c.deleted_at.is_(None))
            .values(legal_hold=held)
        )
        if changed.rowcount == 1:
            kind = "held" if held else "released"
            tell(connection, recording, kind, self._wall(), who=who, reason=reason)
        elif connection.execute(select(RECORDINGS.c.id).where(one)).first() is None:
            raise NoSuchRecording
        else:
            raise HeldAlready("the hold is as asked for, or the recording is deleted")

    async def _due(self) -> list[Row[Any]]:
        now = self._wall()
        falls_due = (
            (RECORDINGS.c.delete_after <= now)
            & (RECORDINGS.c.ended_at <= now - self._keep)
            & RECORDINGS.c.legal_hold.is_(False)
            & RECORDINGS.c.deleted_at.is_(None)
        )
        left_over = RECORDINGS.c.deleted_at.is_not(None) & RECORDINGS.c.storage_key.is_not(None)
        wanted = select(RECORDINGS).where(falls_due | left_over).order_by(RECORDINGS.c.id).limit(_BATCH)
        async with self._database.reading() as connection:
            return list((await connection.execute(wanted)).all())

    async def _delete(self, row: Row[Any]) -> bool:
        """First nobody may hear it any more, then the object goes, then the row says that it is gone."""
        if row.deleted_at is None and not await self._database.write(lambda c: self._mark(c, row)):
            return False
        if row.storage_key is not None:
            await asyncio.to_thread(self._store.delete, row.storage_key)
        await self._database.write(lambda c: self._erased(c, row))
        self.deleted += 1
        return True

    def _mark(self, connection: Connection, row: Row[Any]) -> bool:
        """Mark it deleted, unless it was held or marked in this very moment."""
        now = self._wall()
        marked = connection.execute(
            update(RECORDINGS)
            .where(
                RECORDINGS.c.id == row.id,
                RECORDINGS.c.legal_hold.is_(False),
                RECORDINGS.c.deleted_at.is_(None),
            )
            .values(deleted_at=now)
        )
        if marked.rowcount == 1:
            late = round((now - row.delete_after).total_seconds())
            tell(connection, row.id, "deleted", now, due=row.delete_after.isoformat(), late_seconds=late)
        return marked.rowcount == 1

    def _erased(self, connection: Connection, row: Row[Any]) -> None:
        gone = {"storage_key": None, "verified_at": None}
        connection.execute(update(RECORDINGS).where(RECORDINGS.c.id == row.id).values(gone))
        tell(connection, row.id, "erased", self._wall(), storage_key=row.storage_key, sha256=row.sha256)
