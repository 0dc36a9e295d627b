"""Recordings as people use them: look up, hear, see.

Row id → scope → object: nothing that a browser sends becomes a path (S10).
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select

from desk.database.database import Database
from desk.models import RecordingEventRow, table_of
from recordings.compact import Format
from recordings.completeness import Finding, FindingKind
from recordings.errors import NoAudio, NoSuchRecording
from recordings.findings import add
from recordings.keys import KeyRing
from recordings.object_store import ObjectStore
from recordings.peaks import Waveform, waveform
from recordings.register import RECORDINGS
from recordings.scope import EVERYTHING, Scope
from recordings.search import Found, with_legs
from recordings.stored_audio import StoredAudio, open_audio, stored_audio

_EVENTS = table_of(RecordingEventRow)
DECODERS = 2
"""Waveforms computed at once; further ones wait."""


@dataclass(frozen=True, slots=True)
class Playable:
    """A recording's audio, open; reading it to its end or `close` closes it."""

    recording: int
    form: Format
    sha256: str
    audio: StoredAudio

    @property
    def size(self) -> int:
        """Bytes of the compact file, as a player sees it."""
        return self.audio.size

    @property
    def file_name(self) -> str:
        """For whoever saves it: made of the row's number alone."""
        return f"recording-{self.recording}{self.form.ending}"

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """Bytes from `start` until before `stop`; closes at the end. Blocks. Raises NoAudio, OSError."""
        try:
            yield from self.audio.read(start, stop)
        finally:
            self.close()

    def close(self) -> None:
        """Close it; once more does no harm."""
        self.audio.close()


class Library:
    """What there is, for whoever may know of it."""

    def __init__(self, database: Database, store: ObjectStore, keys: KeyRing) -> None:
        self._database = database
        self._store = store
        self._keys = keys
        self._decoding = asyncio.Semaphore(DECODERS)

    async def recording(self, number: int, scope: Scope = EVERYTHING) -> Found:
        """One recording. Raises NoSuchRecording, DeskUnavailable."""
        async with self._database.reading() as connection:
            row = (
                await connection.execute(select(RECORDINGS).where(RECORDINGS.c.id == number, scope.visible()))
            ).first()
            if row is None:
                raise NoSuchRecording
            return (await connection.run_sync(with_legs, [row]))[0]

    async def history(self, number: int, scope: Scope = EVERYTHING) -> list[Row[Any]]:
        """What happened to a recording, in order. Raises NoSuchRecording, DeskUnavailable."""
        await self.recording(number, scope)
        wanted = select(_EVENTS).where(_EVENTS.c.recording_id == number).order_by(_EVENTS.c.id)
        async with self._database.reading() as connection:
            return list((await connection.execute(wanted)).all())

    async def open(self, number: int, scope: Scope = EVERYTHING) -> Playable:
        """A recording's audio. Raises NoSuchRecording, NoAudio, NoKey, OSError, DeskUnavailable."""
        row = (await self.recording(number, scope)).row
        key = _where(row)
        async with self._lost_is_listed(row):
            audio = await asyncio.to_thread(open_audio, self._store, self._keys, key, row.key_id)
        return Playable(number, Format(row.format), row.sha256, audio)

    async def waveform(self, number: int, points: int, scope: Scope = EVERYTHING) -> Waveform:
        """The peaks of both sides. Raises NoSuchRecording, NoAudio, NoKey, OSError, DeskUnavailable."""
        row = (await self.recording(number, scope)).row
        key = _where(row)

        def decoded() -> Waveform:
            with stored_audio(self._store, self._keys, key, row.key_id) as audio:
                return waveform(audio.samples(), row.seconds, points)

        async with self._decoding, self._lost_is_listed(row):
            return await asyncio.to_thread(decoded)

    @asynccontextmanager
    async def _lost_is_listed(self, row: Row[Any]) -> AsyncIterator[None]:
        """An object that is gone or was changed goes onto the list of findings (K12)."""
        try:
            yield
        except NoAudio:
            lost, now = Finding(FindingKind.LOST), datetime.now(UTC)
            await self._database.write(lambda c: add(c, row.node, row.file, row.call, lost, now))
            raise


def _where(row: Row[Any]) -> str:
    if row.storage_key is None or row.deleted_at is not None:
        raise NoAudio("deleted" if row.deleted_at is not None else "there is none")
    return str(row.storage_key)
