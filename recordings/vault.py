"""From what Asterisk left to an object in the archive: compact, checked sample by sample, sealed where the site
wants it, stored, read back. Everything here blocks and runs in a thread.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from recordings.capture import Capture, Samples
from recordings.compact import Format, decode, encode
from recordings.errors import NotStored
from recordings.file_name import FileName
from recordings.keys import KeyRing
from recordings.levels import Sound, measure
from recordings.object_store import ObjectStore
from recordings.sealed import seal
from recordings.stored_audio import stored_audio

SEALED_ENDING = ".sealed"


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """An object that the archive holds, and what was heard in it."""

    storage_key: str
    form: Format
    bytes: int
    sha256: str
    key_id: str | None
    source_bytes: int
    torn: bool
    sound: Sound


class Vault:
    """Keeps recordings of one node. `work`: a folder for half-done ones, beside the archive if it is local."""

    def __init__(
        self, store: ObjectStore, keys: KeyRing, work: Path, *, node: str, form: Format, encrypted: bool
    ) -> None:
        self.store = store
        self.keys = keys
        self._work = work
        self._node = node
        self._form = form
        self._encrypted = encrypted

    def keep(self, capture: Capture, name: FileName) -> Kept:
        """Store a recording of one sample at least; the same file again gives the same object.

        Raises OSError, NotStored, NoKey.
        """
        self._work.mkdir(mode=0o750, parents=True, exist_ok=True)
        compact = self._work / f"{name.stem}{self._form.ending}"
        sealed = compact.with_name(compact.name + SEALED_ENDING)
        try:
            sound = self._compact(capture, compact)
            key_id = self._seal(compact, sealed) if self._encrypted else None
            finished = sealed if self._encrypted else compact
            finished.chmod(0o640)
            key, size = self._key(capture, name, finished), finished.stat().st_size
            sha256 = self.store.put(finished, key)
        finally:
            compact.unlink(missing_ok=True)
            sealed.unlink(missing_ok=True)
        return Kept(key, self._form, size, sha256, key_id, capture.bytes, capture.torn, sound)

    def measure(self, storage_key: str, key_id: str | None) -> Sound:
        """Measure a stored recording. Raises OSError, NoAudio, NoKey."""
        with stored_audio(self.store, self.keys, storage_key, key_id) as audio:
            return measure(audio.samples())

    def clean(self) -> None:
        """Remove what a killed process left half-done."""
        for path in self._work.glob("*"):
            path.unlink(missing_ok=True)

    def _compact(self, capture: Capture, target: Path) -> Sound:
        """Encode, measuring on the way, and read it back before anybody relies on it."""
        before, after = _Checksum(), _Checksum()
        sound = measure(encode(before.through(capture.blocks()), target, self._form))
        with target.open("rb") as file:
            for _ in after.through(decode(file)):
                pass
        exact = self._form is Format.FLAC
        if after.frames != before.frames or (exact and after.value != before.value):
            raise NotStored("the compact file does not hold what was recorded")
        if before.frames != capture.frames:
            raise NotStored("the recording could not be read to its end")
        return sound

    def _seal(self, compact: Path, sealed: Path) -> str:
        key_id, key = self.keys.newest()
        with compact.open("rb") as source, sealed.open("wb") as target:
            seal(source, compact.stat().st_size, target, key)
        return key_id

    def _key(self, capture: Capture, name: FileName, finished: Path) -> str:
        """Made of what does not change, so that keeping a file again after a crash means the same object."""
        day = datetime.fromtimestamp(capture.path.stat().st_mtime, UTC)
        node = "" if name.stem.startswith(f"{self._node}-") else f"{self._node}-"
        return f"{day:%Y/%m/%d}/{node}{finished.name}"


class _Checksum:
    """Of samples on their way."""

    def __init__(self) -> None:
        self.value = 0
        self.frames = 0

    def through(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        for block in blocks:
            self.value = zlib.crc32(block.tobytes(), self.value)
            self.frames += len(block)
            yield block
