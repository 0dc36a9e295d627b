"""Conversations that the live floor has handed over and that are not archived yet: one small file each, so that a
service that is killed knows after its next start what it still has to do.
"""

import logging
import os
from pathlib import Path

import msgspec

from recordings.conversation import Conversation

log = logging.getLogger(__name__)

_ENDING = ".json"


class HandOver:
    """The folder of what is still to be done. All calls block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, conversation: Conversation) -> None:
        """Write it down, whole or not at all, to the disk itself. Raises OSError."""
        self._folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        target = self._folder / f"{conversation.file}{_ENDING}"
        partial = target.with_suffix(".part")
        try:
            with partial.open("wb") as file:
                file.write(msgspec.json.encode(conversation))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def load(self) -> list[Conversation]:
        """Everything that is still to be done; what can't be read is left where it is."""
        found = []
        for path in sorted(self._folder.glob(f"*{_ENDING}")):
            try:
                found.append(msgspec.json.decode(path.read_bytes(), type=Conversation))
            except (OSError, msgspec.DecodeError, msgspec.ValidationError):
                log.exception("A conversation that was handed over can't be read", extra={"file": path.name})
        return found

    def forget(self, file: str) -> None:
        """This one is done. Raises OSError."""
        (self._folder / f"{file}{_ENDING}").unlink(missing_ok=True)
