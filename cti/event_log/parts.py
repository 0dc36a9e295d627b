"""The files that a log grows in: parts of a bounded size, each group of lines written whole or not at all."""

import os
from collections.abc import Sequence
from pathlib import Path

from desk.journal.files import JournalFolder


class PartWriter:
    """The parts of one boot; every method may raise OSError and may then be called again."""

    def __init__(self, folder: JournalFolder, node: str, boot: str, part_bytes: int) -> None:
        self._folder, self._node, self._boot = folder, node, boot
        self._part_bytes = part_bytes
        self._part = 0
        self._size = 0
        self._descriptor = -1
        self.dirty = False
        """Something was written since the last sync."""

    def write(self, lines: Sequence[bytes]) -> None:
        """Append lines."""
        group = b"".join(lines)
        self._make_room(len(group))
        written = os.write(self._descriptor, group)
        if written != len(group):
            os.ftruncate(self._descriptor, self._size)
            raise OSError("disk full")
        self._size += written
        self.dirty = True

    def sync(self) -> None:
        """Have the disk itself confirm what was written."""
        if self._descriptor >= 0:
            os.fdatasync(self._descriptor)
        self.dirty = False

    def close(self) -> None:
        """Sync and close."""
        self.sync()
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _make_room(self, length: int) -> None:
        if self._descriptor >= 0 and (self._size + length <= self._part_bytes or self._size == 0):
            return
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        descriptor = os.open(self._folder.part(self._node, self._boot, self._part + 1), flags, 0o600)
        self.close()
        self._part += 1
        self._descriptor, self._size = descriptor, 0
        sync_folder(self._folder.path)


def sync_folder(path: Path) -> None:
    """Have the disk confirm names that were added or replaced in a folder. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
