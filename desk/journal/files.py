"""The files of the journal: their names, whose process still lives, and reading them tolerantly (R10).

A process start is a *boot*: `<node>.<boot>.<part>.jsonl` are its facts in parts, `<node>.<boot>.lock` is
locked for as long as the process lives. The lock goes with the process, however it ends.
"""

import fcntl
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from desk.journal.fact import BrokenLine, Fact

log = logging.getLogger(__name__)

_LOCK_NAME = re.compile(r"^(?P<node>[a-z0-9-]{1,32})\.(?P<boot>[a-z0-9]{1,40})\.lock$")
ASIDE = "aside.jsonl"
"""Facts that the database refuses for good, for a person to look at."""


class JournalFolder:
    """DATA/journal/."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def part(self, node: str, boot: str, number: int) -> Path:
        """File of one part; parts count from 1."""
        return self.path / f"{node}.{boot}.{number:06d}.jsonl"

    def parts(self, node: str, boot: str) -> list[Path]:
        """All parts of a boot that are left, oldest first."""
        return sorted(self.path.glob(f"{node}.{boot}.*.jsonl"))

    def boots(self, node: str) -> list[str]:
        """All boots of a node that have left something."""
        found = (_LOCK_NAME.match(file.name) for file in self.path.iterdir())
        return sorted(name["boot"] for name in found if name and name["node"] == node)

    def lock(self, node: str, boot: str) -> int | None:
        """Lock a boot, giving the lock's descriptor; None: its process lives, or another looks after it."""
        descriptor = os.open(self._lock_file(node, boot), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    @contextmanager
    def locked(self, node: str, boot: str) -> Iterator[bool]:
        """Look after a boot whose process is gone; false: it is not for us."""
        descriptor = self.lock(node, boot)
        try:
            yield descriptor is not None
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def remove(self, node: str, boot: str) -> None:
        """Remove everything of a boot; its facts are in the database."""
        for part in self.parts(node, boot):
            part.unlink(missing_ok=True)
        self._lock_file(node, boot).unlink(missing_ok=True)

    def put_aside(self, fact: Fact) -> None:
        """Keep a fact that the database refuses."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        descriptor = os.open(self.path / ASIDE, flags, 0o600)
        try:
            os.write(descriptor, fact.line())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _lock_file(self, node: str, boot: str) -> Path:
        return self.path / f"{node}.{boot}.lock"


class Sequenced(Protocol):
    """A line of a boot, in order."""

    @property
    def sequence(self) -> int:
        """Its place, from 1."""


Line = TypeVar("Line", bound=Sequenced)


class LineReader(Generic[Line]):
    """Reads one boot's lines in order, from where it stopped; works on a journal that still grows."""

    def __init__(self, folder: JournalFolder, node: str, boot: str, parse: Callable[[bytes], Line]) -> None:
        self._folder = folder
        self._node = node
        self._boot = boot
        self._parse_line = parse
        self._part: Path | None = None
        self._offset = 0
        self.sequence = 0
        """The last line read; lines up to here are passed over."""

    def read(self, limit: int) -> list[Line]:
        """Up to `limit` further lines; empty at the end. Torn lines are passed over and logged."""
        facts: list[Line] = []
        for part in self._from_here():
            if part != self._part:
                self._part, self._offset = part, 0
            facts += self._read_part(part, limit - len(facts))
            if len(facts) >= limit:
                break
        return facts

    def _from_here(self) -> list[Path]:
        parts = self._folder.parts(self._node, self._boot)
        return parts if self._part is None else [part for part in parts if part >= self._part]

    def _read_part(self, part: Path, limit: int) -> list[Line]:
        facts: list[Line] = []
        with part.open("rb") as file:
            file.seek(self._offset)
            while len(facts) < limit and (line := file.readline()).endswith(b"\n"):
                fact = self._parse(line, part)
                if fact is not None and fact.sequence > self.sequence:
                    facts.append(fact)
                    self.sequence = fact.sequence
                self._offset += len(line)
        return facts

    def _parse(self, line: bytes, part: Path) -> Line | None:
        try:
            return self._parse_line(line)
        except BrokenLine as error:
            log.error("Broken line in the journal", extra={"file": part.name, "reason": str(error)})
            return None


class Reader(LineReader[Fact]):
    """Reads one boot's facts."""

    def __init__(self, folder: JournalFolder, node: str, boot: str) -> None:
        super().__init__(folder, node, boot, Fact.parse)
