"""Filing one recording: into the archive, into the register, and what is wrong with it into the list (K12).

Every step may be interrupted and is then done again with the same result: Asterisk's file goes last, when the
database has the row on its disk (`settle`).
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from desk.database.database import Database
from desk.store.recorded import about_call
from recordings.capture import FRAME_BYTES, Capture
from recordings.completeness import Finding, FindingKind, audit
from recordings.conversation import AnsweredLeg, Conversation
from recordings.errors import NoAudio
from recordings.file_name import FileName
from recordings.findings import record, resolve_unrecorded
from recordings.levels import Sound
from recordings.register import (
    Known,
    known,
    put,
    state_of,
    values_of_audio,
    values_of_conversation,
    values_of_orphan,
    values_of_sound,
)
from recordings.spool import SpoolFile
from recordings.vault import Kept, Vault

log = logging.getLogger(__name__)

THREADS = 2


@dataclass(frozen=True, slots=True, eq=False)
class _Filed:
    """Everything that is known of a file when its row is written."""

    name: FileName
    before: Known | None
    kept: Kept | None
    told: Conversation | None
    sound: Sound | None
    ended_at: datetime

    @property
    def there(self) -> bool:
        return self.kept is not None or self.sound is not None


class Filing:
    """Files recordings of one node. `retention`: how long they are kept; `wall`: the time of day in UTC."""

    def __init__(
        self, database: Database, vault: Vault, node: str, retention: timedelta, wall: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._vault = vault
        self._node = node
        self._retention = retention
        self._wall = wall
        self._kept: dict[str, Kept] = {}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="recordings")

    async def file(self, name: FileName, seen: SpoolFile | None, told: Conversation | None) -> None:
        """File what Asterisk left, what the live floor told, or both.

        Raises DeskUnavailable, OSError, RecordingsError: nothing is lost then, do it again later.
        """
        async with self._database.reading() as connection:
            before = await connection.run_sync(known, self._node, name.text)
        if told is not None and before is not None:
            told = told.completed(before.row.line_number, before.row.report)
        if not _settled(before, seen, told):
            filed = await self._gather(name, before, seen, told)
            await self._database.write(lambda connection: self._write(connection, filed))
            await self._tidy(filed)
        self._kept.pop(name.text, None)

    async def thread(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Do something that blocks, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def close(self) -> None:
        """Take no more work; what is under way ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _gather(
        self, name: FileName, before: Known | None, seen: SpoolFile | None, told: Conversation | None
    ) -> _Filed:
        kept, ended_at = None, self._wall()
        if seen is not None:
            ended_at = datetime.fromtimestamp(seen.path.stat().st_mtime, UTC)
            if seen.size >= FRAME_BYTES and not (before is not None and before.holds(seen.size)):
                kept = await self._keep(name, seen)
        told = told or (before.conversation if before is not None else None)
        sound = kept.sound if kept is not None else await self._sound(before)
        return _Filed(name, before, kept, told, sound, ended_at)

    async def _keep(self, name: FileName, seen: SpoolFile) -> Kept:
        """Into the archive; not twice while the database is away."""
        kept = self._kept.get(name.text)
        if kept is None or kept.source_bytes != seen.size:
            kept = await self.thread(self._vault.keep, Capture(seen.path, seen.size), name)
            self._kept[name.text] = kept
        return kept

    async def _sound(self, before: Known | None) -> Sound | None:
        if before is None or before.row.storage_key is None:
            return None
        try:
            sound: Sound = await self.thread(self._vault.measure, before.row.storage_key, before.row.key_id)
        except NoAudio:
            log.exception("A recording is no longer in the archive", extra={"call": before.row.call})
            return None
        return sound

    def _write(self, connection: Connection, filed: _Filed) -> None:
        now = self._wall()
        values, legs, findings = self._told(connection, filed)
        values |= values_of_audio(filed.kept) | {"verified_at": now} if filed.kept is not None else {}
        values |= values_of_sound(filed.sound) if filed.sound is not None else {}
        torn = filed.kept.torn if filed.kept is not None else _was_torn(filed.before)
        values["state"] = state_of(findings, torn=torn, there=filed.there)
        values["delete_after"] = values["ended_at"] + self._retention
        if values.get("report") is None:
            values |= {k: v for k, v in about_call(connection, values["call"]).items() if not values.get(k)}
        if filed.before is None:
            values |= {"archived_at": now, "legal_hold": False}
            values = _NOTHING_HEARD | values
        put(connection, filed.before, values, legs, at=now)
        record(connection, self._node, filed.name.text, values["call"], findings, now)
        if filed.there:
            resolve_unrecorded(connection, self._node, [values["call"], values["linkedid"]], now)

    def _told(
        self, connection: Connection, filed: _Filed
    ) -> tuple[dict[str, Any], tuple[AnsweredLeg, ...], list[Finding]]:
        """Columns, legs and findings: by the live floor's word, else by the file alone."""
        if filed.told is not None:
            findings = audit(filed.told, filed.sound)
            lost = filed.before is not None and filed.before.row.storage_key is not None and not filed.there
            if lost:
                findings = [Finding(FindingKind.LOST)]
            return values_of_conversation(filed.told), filed.told.legs, findings
        seconds = filed.sound.seconds if filed.sound is not None else 0.0
        values, legs = values_of_orphan(connection, self._node, filed.name, filed.ended_at, seconds)
        return values, legs, [Finding(FindingKind.ORPHANED, found=round(seconds, 1))]

    async def _tidy(self, filed: _Filed) -> None:
        """Remove an object that another one has taken the place of."""
        old = filed.before.row.storage_key if filed.before is not None else None
        if old is not None and filed.kept is not None and filed.kept.storage_key != old:
            await self.thread(self._vault.store.delete, old)

    async def remove(self, seen: SpoolFile) -> bool:
        """Remove Asterisk's file when its row is on the disk; false: it has grown meanwhile. Raises OSError."""
        removed: bool = await self.thread(_unlink, seen)
        return removed


def _unlink(seen: SpoolFile) -> bool:
    """Remove a file, unless it has grown since it was looked at: then it is filed anew."""
    try:
        if seen.path.stat().st_size != seen.size:
            return False
        seen.path.unlink()
    except FileNotFoundError:
        pass
    return True


_NOTHING_HEARD: dict[str, Any] = {"seconds": 0.0, "bytes": 0, "source_bytes": 0}


def _settled(before: Known | None, seen: SpoolFile | None, told: Conversation | None) -> bool:
    """Whether the register says all of this already; an orphan waits for the live floor's word, not for more."""
    if before is None or (seen is not None and not before.holds(seen.size)):
        return False
    if before.row.deleted_at is not None:
        return True
    if told is None:
        return True
    return before.conversation == told and (seen is not None or before.row.state != "missing")


def _was_torn(before: Known | None) -> bool:
    return (
        before is not None
        and before.row.storage_key is not None
        and before.row.source_bytes % FRAME_BYTES != 0
    )
