"""The floor as it was after some event of the log: a start folds only what came later (bounded time)."""

import logging
import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cti.floor.state import Floor

log = logging.getLogger(__name__)

FILE = "floor.checkpoint"
FORM = 1
"""Of the floor's own fields and their defaults: a checkpoint of another form is not used, the log is folded instead."""


class _Stored(msgspec.Struct):
    form: int
    boot: str
    seq: int
    floor: msgspec.Raw


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`floor` is encoded already, because the floor itself moves on."""

    boot: str
    sequence: int
    floor: bytes

    @classmethod
    def of(cls, floor: Floor, boot: str, sequence: int) -> "Checkpoint":
        """The floor after this event."""
        return cls(boot, sequence, msgspec.json.encode(floor))

    def save(self, folder: Path) -> None:
        """Put it in place of the last one, whole or not at all. Raises OSError."""
        stored = _Stored(FORM, self.boot, self.sequence, msgspec.Raw(self.floor))
        new = folder / f".{FILE}"
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(stored))
            file.flush()
            os.fsync(descriptor)
        new.replace(folder / FILE)

    @classmethod
    def load(cls, folder: Path) -> "tuple[Checkpoint, Floor] | None":
        """The last one, if there is one that can be used."""
        try:
            stored = msgspec.json.decode((folder / FILE).read_bytes(), type=_Stored)
            if stored.form != FORM:
                return None
            floor = msgspec.json.decode(stored.floor, type=Floor)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("The checkpoint of the floor cannot be used", extra={"error": type(error).__name__})
            return None
        return cls(stored.boot, stored.seq, bytes(stored.floor)), floor
