"""Operations' knobs in the dialplan's `[globals]`, and those that app_queue keeps in a file of its own.

app_queue can't read globals: the interval of F2.1's question, the ringing time and the wrap-up are rendered
into generated/queues.conf from the same knobs, at each start and whenever the dialplan shows new values.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from faultline.asterisk.conf_file import entries

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class QueueKnobs:
    """Seconds, each between 1 and 3600 (wrap-up may be 0)."""

    overflow_seconds: int
    ring_seconds: int
    wrapup_seconds: int

    @classmethod
    def of(cls, globals_: Mapping[str, str]) -> "QueueKnobs":
        """From the dialplan's globals; a value that is not a number in its range counts as the default."""
        return cls(
            overflow_seconds=_seconds(globals_, "OVERFLOW_SECONDS", default=15, least=1),
            ring_seconds=_seconds(globals_, "RING_SECONDS", default=20, least=1),
            wrapup_seconds=_seconds(globals_, "WRAPUP_SECONDS", default=10, least=0),
        )


def _seconds(globals_: Mapping[str, str], name: str, *, default: int, least: int) -> int:
    value = globals_.get(name, str(default)).strip()
    if value.isascii() and value.isdigit() and least <= int(value) <= 3600:
        return int(value)
    log.warning("A knob is not a number in its range and counts as its default", extra={"knob": name})
    return default


def globals_in(etc: Path) -> dict[str, str]:
    """The globals as Asterisk reads them: `[globals]` and each `[globals](+)`; the last one wins."""
    kept = (entry for entry in entries(etc / "extensions.conf") if entry.section == "globals")
    return {
        entry.key: entry.value
        for entry in kept
        if entry.added or "site" not in entry.path.relative_to(etc).parts
    }


def globals_shown(lines: Iterable[str]) -> dict[str, str]:
    """The globals in the answer to `dialplan show globals`."""
    pairs = (line.strip().partition("=") for line in lines if line.startswith(" ") and "=" in line)
    return {name: value for name, _, value in pairs}
