"""How much of the log is kept: parts of former starts go by age, then the oldest until the rest is small enough."""

import contextlib
import logging
import time
from pathlib import Path

from desk.journal.files import JournalFolder

log = logging.getLogger(__name__)

A_DAY = 86_400.0


def prune(folder: Path, node: str, *, keep_days: float, keep_bytes: int, now: float | None = None) -> int:
    """Remove parts older than `keep_days`, then the oldest until `keep_bytes` are left; how many went.

    The newest part of each start that still lives stays, whatever its size.
    """
    journal = JournalFolder(folder / node)
    oldest_kept = (time.time() if now is None else now) - keep_days * A_DAY
    parts = [part for boot in journal.boots(node) for part in journal.parts(node, boot)]
    sizes = {part: part.stat().st_size for part in parts}
    total, removed = sum(sizes.values()), 0
    for part in parts[:-1]:
        if total <= keep_bytes and part.stat().st_mtime >= oldest_kept:
            break
        part.unlink(missing_ok=True)
        total, removed = total - sizes[part], removed + 1
    _forget_empty_boots(journal, node)
    if removed:
        log.info("Old parts of the floor's log were removed", extra={"node": node, "parts": removed})
    return removed


def _forget_empty_boots(journal: JournalFolder, node: str) -> None:
    for boot in journal.boots(node):
        if not journal.parts(node, boot):
            with journal.locked(node, boot) as dead, contextlib.suppress(OSError):
                if dead:
                    journal.remove(node, boot)
