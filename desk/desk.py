"""The desk of one process: database, journal, writer, and what else works behind the calls.

`Desk.open` succeeds without a database: calls are journaled from the first second, and the facts are
carried over when the database is there (R10).
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select

from desk import look_up
from desk.call_desk import CallDesk
from desk.call_log import CallLog
from desk.database import schema
from desk.database.database import Database, Rows
from desk.disk_watch import DiskWatch
from desk.errors import DeskUnavailable
from desk.guess_lock import GuessLock
from desk.journal.former_boots import FormerBoots
from desk.journal.journal import Clock, Journal
from desk.keys_spool import KeysSpool
from desk.line_test.head import TestHead
from desk.line_view import LineView
from desk.rules import DeskRules
from desk.store.store import Store
from desk.store.writer import Writer
from desk.voice.voicemail import VoicemailSpool

log = logging.getLogger(__name__)

DEFAULT_RULES = DeskRules()
CLOSE_SECONDS = 5.0


class Desk:
    """Open it with `Desk.open`; `for_call` gives each dialog its own view; `close` at the end."""

    def __init__(
        self,
        url: str,
        folder: Path,
        node: str,
        rules: DeskRules = DEFAULT_RULES,
        *,
        test_head: TestHead | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.folder = folder
        self.node = node
        self.test_head = test_head
        self.rules = rules
        self.guesses = GuessLock(rules.guess_limit, rules.guess_window)
        self.database = Database(url)
        self.journal = Journal(folder / "journal", node, clock=clock)
        store = Store(ZoneInfo(rules.site_zone))
        self.writer = Writer(self.database, self.journal, store, lambda: schema.upgrade(self.database))
        self.former_boots = FormerBoots(self.database, self.journal, self.writer)
        self.call_log = CallLog(self.journal, self.database)
        self.voicemail = VoicemailSpool(folder, self.journal)
        self.keys = KeysSpool(folder, self.journal, self.call_log)
        self.disk = DiskWatch(folder, least_free=rules.least_free, now=self.journal.clock.monotonic)
        self._visits = count(1)
        self._closed = False

    @classmethod
    async def open(
        cls,
        url: str,
        folder: Path,
        node: str,
        rules: DeskRules = DEFAULT_RULES,
        *,
        test_head: TestHead | None = None,
        clock: Clock | None = None,
    ) -> "Desk":
        """Open the desk: migrate the database, adopt what former processes left, begin to carry facts over.

        `url`: SQLAlchemy's, `folder`: the data folder (absolute), `node`: name of this machine's Asterisk.
        Raises SchemaMismatch when the database belongs to another version. One that is down is no error.
        """
        desk = cls(url, folder, node, rules, test_head=test_head, clock=clock)
        try:
            async with asyncio.timeout(rules.migrate_seconds):
                await schema.upgrade(desk.database)
        except (DeskUnavailable, TimeoutError) as error:
            log.error("Starting without the database", extra={"node": node, "error": str(error)})
        except BaseException:
            await desk._abandon()
            raise
        desk.writer.start()
        desk.former_boots.start()
        desk.voicemail.start()
        desk.keys.start()
        desk.disk.start()
        return desk

    def for_call(self, call_id: str, script: str, caller: str, dialled: str, language: str) -> CallDesk:
        """The desk for one visit of a call."""
        key = f"{self.journal.boot}-{next(self._visits)}"
        return CallDesk(
            self, key, call=call_id, script=script, caller=caller, dialled=dialled, language=language
        )

    async def look_up(self, number: str) -> LineView:
        """Everything about a line in one look, for an agent. Raises DeskUnavailable."""
        now = self.journal.clock.wall()
        mended_since = now - timedelta(hours=self.rules.mended_hours)
        return await look_up.line_view(
            self.fetch, number, now=now, mended_since=mended_since, folder=self.folder
        )

    async def fetch(self, statement: Select[Any], values: Mapping[str, Any]) -> Rows:
        """Read for a waiting caller, within the look-up's deadline. Raises DeskUnavailable."""
        return await self.database.fetch(self.rules.look_up_seconds, statement, values)

    def relative(self, path: Path) -> str:
        """A path as it is stored: relative to the data folder where it lies inside."""
        return path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else str(path)

    @property
    def alarms(self) -> list[str]:
        """What is wrong right now, for health checks; empty: nothing."""
        found = []
        if self.disk.alarm:
            found.append(f"disk: {self.disk.alarm}")
        if self.journal.alarm:
            found.append(f"journal cannot be written: {self.journal.alarm}")
        if self.journal.lost:
            found.append(f"facts lost: {self.journal.lost}")
        if self.writer.behind:
            found.append("database is down, facts wait in the journal")
        if self.writer.put_aside:
            found.append(f"facts put aside: {self.writer.put_aside}")
        return found

    async def close(self) -> None:
        """Carry the rest over where the database allows it, and close everything. Once is enough."""
        if self._closed:
            return
        self._closed = True
        await self.disk.close()
        await self.voicemail.close()
        await self.keys.close()
        await self.former_boots.close()
        applied = await self.writer.close(seconds=CLOSE_SECONDS)
        try:
            applied = applied and await self.database.settle()
        except DeskUnavailable:
            applied = False
        await self.journal.close(applied=applied)
        await self.database.close()

    async def _abandon(self) -> None:
        await self.journal.close(applied=True)
        await self.database.close()
