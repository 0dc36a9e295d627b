"""The room of recordings put together: what the front door opens, runs, and gives to the API."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desk.database.database import Database
from recordings.archive import Archive, Pace
from recordings.compact import Format
from recordings.conversation import Conversation
from recordings.keys import KeyRing
from recordings.library import Library
from recordings.metrics import RecordingMetrics
from recordings.object_store import ObjectStore
from recordings.retention import LEAST_DAYS, Retention
from recordings.vault import Vault
from recordings.verification import A_MINUTE, Verification


class Recordings:
    """Recordings of one node. Opening touches neither network nor disk; `run` does the work.

    `folder`: the data folder, absolute; `spool`: where Asterisk leaves conversations; `url`: of the archive, as
    fsspec reads it (None: a folder below the data folder); `is_up`: whether Asterisk still has a call, so that a file
    of it is not adopted too early. Raises ValueError for fewer than 90 days (K12) and for an URL that can't be used;
    ImportError when it needs a library that is not installed.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        node: str,
        *,
        spool: Path,
        url: str | None = None,
        form: Format = Format.FLAC,
        encrypted: bool = False,
        retention_days: int = LEAST_DAYS,
        verified_a_minute: float = A_MINUTE,
        is_up: Callable[[str], bool] = lambda _: False,
        pace: Pace | None = None,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        own = folder / "recordings"
        store = ObjectStore(url or f"file://{own / 'archive'}")
        keys = KeyRing(folder / "secrets")
        keep = timedelta(days=retention_days)
        self.retention = Retention(database, store, keep, wall=wall)
        self.verification = Verification(database, store, verified_a_minute, wall=wall)
        self.vault = Vault(store, keys, own / "unfinished", node=node, form=form, encrypted=encrypted)
        self.archive = Archive(
            database,
            self.vault,
            spool=spool,
            handed_over=own / "handed_over",
            node=node,
            retention=keep,
            is_up=is_up,
            pace=pace,
            wall=wall,
        )
        self.library = Library(database, store, keys)
        self.metrics = RecordingMetrics(self.archive, self.retention, self.verification)

    async def take(self, conversation: Conversation) -> None:
        """The live floor's word that a recorded conversation has ended."""
        await self.archive.take(conversation)

    async def run(self) -> None:
        """File, audit, compare and delete until cancelled."""
        await asyncio.gather(self.archive.run(), self.retention.run(), self.verification.run())
