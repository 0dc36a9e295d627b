"""Adopting voicemails: what callers leave when nobody is there becomes an unconfirmed report.

Asterisk records into DATA/spool/voicemail/ by its dialplan alone. A finished file is journaled first and
moved into DATA/recordings/ after; a crash in between repeats the fact for the same recording, which
counts once.
"""

import asyncio
import errno
import logging
import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from desk.journal.fact import Kind
from desk.journal.journal import Journal
from desk.repeated import Repeated
from desk.spool_lock import alone_in
from desk.voice.voicemail_name import VoicemailName
from desk.voice.wave_file import HEADER_BYTES, is_closed, repair

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
UNTOUCHED_SECONDS = 30.0
"""A file without a complete header that did not change for so long has lost its writer (R12)."""
EMPTY_SECONDS = 300.0
"""The same for a file without a sample: longer than any message may be."""


class VoicemailSpool:
    """Watches the spool folder. One process at a time adopts; the others stand by."""

    def __init__(
        self,
        folder: Path,
        journal: Journal,
        *,
        untouched_seconds: float = UNTOUCHED_SECONDS,
        empty_seconds: float = EMPTY_SECONDS,
    ) -> None:
        self._folder = folder
        self._spool = folder / "spool" / "voicemail"
        self._journal = journal
        self._untouched_seconds = untouched_seconds
        self._empty_seconds = empty_seconds
        self._seen: dict[str, tuple[int, int, float]] = {}
        self._refused: set[str] = set()
        self._looking = Repeated(self._look, LOOK_SECONDS)

    def start(self) -> None:
        """Look now, and again every second."""
        self._looking.start()

    async def close(self) -> None:
        """Finish the look under way, and stop."""
        await self._looking.close()

    async def adopt(self) -> int:
        """Adopt every finished file; how many there were. Raises OSError."""
        with alone_in(self._spool) as alone:
            return await self._adopt_finished() if alone else 0

    async def _look(self) -> None:
        try:
            await self.adopt()
        except Exception:  # a full disk or a file gone: the next look may fare better
            log.exception("Voicemails could not be adopted", extra={"node": self._journal.node})

    async def _adopt_finished(self) -> int:
        count = 0
        files = sorted(self._spool.glob("*.wav"))
        self._seen = {name: self._seen[name] for name in {file.name for file in files} & self._seen.keys()}
        for file in files:
            name = VoicemailName.parse(file.name)
            if name is None:
                self._refuse(file)
            elif self._is_finished(file):
                await self._adopt(file, name)
                count += 1
        return count

    def _is_finished(self, file: Path) -> bool:
        stat = file.stat()
        if is_closed(file, stat.st_size):
            return True
        size, changed, since = self._seen.get(file.name, (-1, -1, 0.0))
        if (size, changed) != (stat.st_size, stat.st_mtime_ns):
            self._seen[file.name] = (stat.st_size, stat.st_mtime_ns, time.monotonic())
            return False
        limit = self._empty_seconds if stat.st_size <= HEADER_BYTES else self._untouched_seconds
        return time.monotonic() - since >= limit

    async def _adopt(self, file: Path, name: VoicemailName) -> None:
        at, recording = _place(file, name)
        left = {
            "recording": recording.as_posix() if recording else None,
            "line_number": name.line_number,
            "contact_number": name.caller,
            "language": name.language,
        }
        await self._journal.durable(self._journal.append(Kind.VOICEMAIL, name.call, left, at=at))
        if recording is None:
            await asyncio.to_thread(file.unlink)
        else:
            await asyncio.to_thread(_move, file, self._folder / recording)
        log.info("Voicemail adopted", extra={"call": name.call, "empty": recording is None})

    def _refuse(self, file: Path) -> None:
        if file.name not in self._refused:
            log.error("Not a voicemail's name, left where it is", extra={"size": file.stat().st_size})
            self._refused.add(file.name)


def _place(file: Path, name: VoicemailName) -> tuple[datetime, Path | None]:
    """When the message was left, and where it goes (None: it is empty).

    Made of what does not change, so that adopting it again after a crash means the same recording.
    """
    stat = file.stat()
    at = datetime.fromtimestamp(stat.st_mtime, UTC)
    if stat.st_size <= HEADER_BYTES:
        return at, None
    return at, Path(f"recordings/{at:%Y/%m/%d}/{name.call}-voicemail-{stat.st_mtime_ns // 1_000_000}.wav")


def _move(source: Path, target: Path) -> None:
    """Move a recording, whole or not at all, to the disk itself; keep its time of last change."""
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    changed = source.stat()
    repair(source)
    os.utime(source, ns=(changed.st_atime_ns, changed.st_mtime_ns))
    _sync(source)
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        partial = target.with_suffix(".part")
        shutil.copy2(source, partial)
        _sync(partial)
        partial.rename(target)
        source.unlink()
    _sync(target.parent)
    _sync(source.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
