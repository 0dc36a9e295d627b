"""Where the archive's objects lie: a local folder by default, anything that fsspec knows by setting (S3 and its like).

An object appears whole or not at all, is on the disk before it has its name, and is read back before anybody relies
on it. Keys are made of dates and unique ids (S10, S16); nothing else gets this far.
"""

import contextlib
import errno
import hashlib
import os
import re
import shutil
from pathlib import Path
from typing import BinaryIO, cast

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from recordings.errors import NotStored
from recordings.remote import RemoteFile, as_os_error

_KEY = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9A-Za-z][0-9A-Za-z.-]{0,120}", re.ASCII)
_BLOCK = 1 << 20


class ObjectStore:
    """Objects below one URL, e.g. `file:///var/lib/recordings` or `s3://bucket/folder`. All calls block."""

    def __init__(self, url: str) -> None:
        self._files: AbstractFileSystem
        self._files, root = url_to_fs(url)
        self._root = str(root).rstrip("/")
        self.is_local = isinstance(self._files, LocalFileSystem)

    def put(self, source: Path, key: str) -> str:
        """Store a file under this key, in place of what was there; its SHA-256. The source may be moved away.

        Raises OSError, NotStored when what is read back is not what was given.
        """
        path, digest = self._path(key), _digest(source)
        if self.is_local:
            _move(source, Path(path))
        else:
            with as_os_error():
                self._files.put_file(str(source), path)
        if self.digest(key) != digest:
            raise NotStored("the archive gives back something else")
        return digest

    def digest(self, key: str) -> str:
        """SHA-256 of a stored object, hexadecimal. Raises OSError."""
        found = hashlib.sha256()
        with self.open(key) as file:
            while block := file.read(_BLOCK):
                found.update(block)
        return found.hexdigest()

    def open(self, key: str) -> BinaryIO:
        """A stored object, to be read from anywhere in it. Raises FileNotFoundError, OSError."""
        path = self._path(key)
        with as_os_error():
            file = cast(BinaryIO, self._files.open(path, "rb"))
        return file if self.is_local else cast(BinaryIO, RemoteFile(file))

    def size(self, key: str) -> int:
        """Bytes of a stored object. Raises FileNotFoundError, OSError."""
        path = self._path(key)
        with as_os_error():
            return int(self._files.info(path)["size"])

    def delete(self, key: str) -> None:
        """Delete it; one that is gone already is no error. Raises OSError."""
        path = self._path(key)
        with contextlib.suppress(FileNotFoundError), as_os_error():
            self._files.rm_file(path)

    def _path(self, key: str) -> str:
        if _KEY.fullmatch(key) is None or ".." in key:
            raise ValueError("not a key of the archive")
        return f"{self._root}/{key}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _move(source: Path, target: Path) -> None:
    """Move a file onto another disk or the same, whole or not at all, and to the disk itself."""
    _folders(target.parent)
    _sync(source)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        partial = target.with_name(f".{target.name}.part")
        try:
            shutil.copyfile(source, partial)
            partial.chmod(0o640)
            _sync(partial)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        source.unlink()
    _sync(target.parent)


def _folders(folder: Path) -> None:
    """Make a folder and those above it, each one known to the disk."""
    if folder.is_dir():
        return
    _folders(folder.parent)
    folder.mkdir(mode=0o750, exist_ok=True)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
