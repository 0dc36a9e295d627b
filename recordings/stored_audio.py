"""One recording out of the archive, plain or sealed: by ranges for players, as samples for measuring."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from recordings.capture import Samples
from recordings.compact import decode
from recordings.errors import NoAudio
from recordings.keys import KeyRing
from recordings.object_store import ObjectStore
from recordings.sealed import CHUNK_BYTES, Sealed


class StoredAudio:
    """A stored recording, open. `size`: bytes of the plain compact file."""

    def __init__(self, file: BinaryIO, size: int, key: bytes | None) -> None:
        self._file = file
        self._sealed = Sealed(file, key) if key is not None else None
        self.size = self._sealed.size if self._sealed is not None else size

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """Plain bytes from `start` until before `stop`, in pieces. Raises NoAudio, OSError."""
        if self._sealed is not None:
            yield from self._sealed.read(start, stop)
            return
        self._file.seek(start)
        while start < stop:
            piece = self._file.read(min(CHUNK_BYTES, stop - start))
            if not piece:
                raise NoAudio("the recording is shorter than it was")
            start += len(piece)
            yield piece

    def samples(self) -> Iterator[Samples]:
        """Everything that was recorded, block by block. Raises NoAudio, OSError."""
        window = _Window(self)
        try:
            yield from decode(cast(BinaryIO, io.BufferedReader(window, CHUNK_BYTES)))
        except NoAudio as error:
            raise window.trouble or error from error
        if window.trouble is not None:
            raise window.trouble

    def close(self) -> None:
        """Close it."""
        self._file.close()


@contextmanager
def stored_audio(
    store: ObjectStore, keys: KeyRing, storage_key: str, key_id: str | None
) -> Iterator[StoredAudio]:
    """A recording of the archive, for the length of a block."""
    audio = open_audio(store, keys, storage_key, key_id)
    try:
        yield audio
    finally:
        audio.close()


def open_audio(store: ObjectStore, keys: KeyRing, storage_key: str, key_id: str | None) -> StoredAudio:
    """Open a recording of the archive; close it. Raises NoAudio (nothing there, changed), NoKey, OSError."""
    key = keys.key(key_id) if key_id is not None else None
    try:
        size = store.size(storage_key)
        file = store.open(storage_key)
    except FileNotFoundError as error:
        raise NoAudio("there is nothing in the archive") from error
    try:
        return StoredAudio(file, size, key)
    except BaseException:
        file.close()
        raise


class _Window(io.RawIOBase):
    """The plain bytes as a file, for the decoder; it loses what is raised here, so that is kept."""

    def __init__(self, audio: StoredAudio) -> None:
        self._audio = audio
        self._at = 0
        self.trouble: Exception | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._audio.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        stop = min(self._at + len(buffer), self._audio.size)
        try:
            found = b"".join(self._audio.read(self._at, stop)) if stop > self._at else b""
        except (NoAudio, OSError) as error:
            self.trouble = error
            return 0
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)
