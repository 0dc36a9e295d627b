"""Keys that callers left behind while nobody listened to Asterisk (F1.14, R7).

Asterisk tells of such keys at once, and writes them into DATA/spool/keys-left/ as well (asterisk_conf/cel_custom.conf).
What stands there is journaled and then removed, so that no digits stay on the disk outside of the database. Keys that
were heard of already, or whose journaling was cut off by a crash, count once: they are their call's, not a row.
"""

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desk.call_log import CallLog
from desk.journal.journal import Journal
from desk.repeated import Repeated
from desk.spool_lock import alone_in

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
SETTLE_SECONDS = 2.0
"""A line on its way when its file is put aside is written within microseconds."""
AT_ONCE = 200
"""Lines between two pauses for others."""

_WRITTEN, _ASIDE, _ODD = "keys-left", "aside-", "odd-"
_LINE = re.compile(
    r'"?([0-9]{1,12})\.[0-9]{1,9}"?,"?([A-Za-z0-9.-]{1,80})"?,[{": ]*extra[": ]*([0-9]{1,40})[" ]*}"?',
    re.ASCII,
)
"""`1795376892.079680,node1-1795376892.0,"{""extra"":""5551""}"`, from older Asterisks without the quotes."""


@dataclass(frozen=True, slots=True)
class KeysLeft:
    """One line: when the caller left, which call, and the keys."""

    at: datetime
    call: str
    digits: str

    @classmethod
    def parse(cls, line: str) -> "KeysLeft | None":
        """Read a line; None: the dialplan did not write it, or not to its end."""
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        try:
            at = datetime.fromtimestamp(int(found[1]), UTC)
        except (ValueError, OverflowError, OSError):
            return None
        return cls(at, found[2], found[3])


class KeysSpool:
    """Looks into the folder every second."""

    def __init__(
        self, folder: Path, journal: Journal, call_log: CallLog, *, settle_seconds: float = SETTLE_SECONDS
    ) -> None:
        self._spool = folder / "spool" / "keys-left"
        self._journal = journal
        self._call_log = call_log
        self._settle_seconds = settle_seconds
        self._aside: dict[str, float] = {}
        """Files put aside, and since when by the clock that never steps."""
        self._looking = Repeated(self._look, LOOK_SECONDS)

    def start(self) -> None:
        """Look now, and again every second."""
        self._looking.start()

    async def close(self) -> None:
        """Finish the look under way, and stop."""
        await self._looking.close()

    async def adopt(self) -> int:
        """Take what has settled and put aside what is new; how many lines were taken. Raises OSError."""
        with alone_in(self._spool) as alone:
            if not alone:
                return 0
            taken = 0
            for file in self._settled():
                taken += await self._take(file)
            self._put_aside()
            return taken

    async def _look(self) -> None:
        try:
            await self.adopt()
        except Exception:  # a full disk or a file gone: the next look may fare better
            log.exception("Keys left behind could not be taken", extra={"node": self._journal.node})

    def _put_aside(self) -> None:
        """Asterisk opens the file anew for each line, and so begins another one."""
        written = self._spool / _WRITTEN
        if written.is_file():
            aside = self._spool / f"{_ASIDE}{time.time_ns()}"
            written.rename(aside)
            self._aside[aside.name] = time.monotonic()

    def _settled(self) -> Iterator[Path]:
        now = time.monotonic()
        files = sorted(self._spool.glob(f"{_ASIDE}*"))
        self._aside = {file.name: self._aside.get(file.name, now) for file in files}
        for file in files:
            if now - self._aside[file.name] >= self._settle_seconds:
                yield file

    async def _take(self, file: Path) -> int:
        """Journal every line, to the disk itself, and remove the file; one with another's lines in it stays."""
        taken = odd = 0
        with file.open(encoding="ascii", errors="replace") as lines:
            for n, line in enumerate(lines, 1):
                left = KeysLeft.parse(line.rstrip("\n"))
                if left is None:
                    odd += 1
                    continue
                self._call_log.keys_left(left.call, left.digits, at=left.at)
                taken += 1
                if n % AT_ONCE == 0:
                    await self._journal.durable(self._journal.last)
        await self._journal.durable(self._journal.last)
        _put_away(file, odd)
        return taken


def _put_away(file: Path, odd: int) -> None:
    if odd:
        log.error("Not the dialplan's lines, their file stays where it is", extra={"lines": odd})
        file.rename(file.with_name(file.name.replace(_ASIDE, _ODD)))
    else:
        file.unlink()
