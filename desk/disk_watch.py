"""Room on the disk, and recordings that stop growing (R11).

Asterisk goes on with a call whose recording can no longer be written, and tells nobody. So the folders that are
written to are looked at every few seconds, and so is each recording under way: too little room is an alarm, a
recording that was cut short by it is known as such.
"""

import asyncio
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
STALLED_SECONDS = 6.0
"""A recording that has not grown for so long has stalled."""
SLACK_SECONDS = 2.0
"""How much shorter than the time it took a recording may be: the beep, and the network's delay."""
NO_ROOM_BYTES = 128 * 1024
"""Less than this is no room: 8 seconds of one recording."""
FOLDERS = (
    "",
    "recordings",
    "recordings/conversations",
    "recordings/archive",
    "spool/voicemail",
    "journal",
)
"""Below the data folder; each may be a disk of its own."""
_HEADER_BYTES = 44
_BYTES_A_SECOND = 16_000


@dataclass(slots=True)
class _Growth:
    """A recording under way: since when, its size when last looked at, since when it has that size."""

    begun: float
    size: int
    since: float
    starved: bool = False
    stalled: bool = False


class DiskWatch:
    """Watches a data folder. `least_free`: bytes below which it raises an alarm; `now`: a monotonic clock."""

    def __init__(self, folder: Path, *, least_free: int, now: Callable[[], float]) -> None:
        self._folder = folder
        self._least_free = least_free
        self._now = now
        self._takes: dict[Path, _Growth] = {}
        self._task: asyncio.Task[None] | None = None
        self.alarm = ""
        """What is wrong with the disk (empty: nothing). Shown by health checks."""
        self.free = 0
        """Bytes free where there is least room, as last seen."""
        self.stalled = 0
        """Recordings that stopped growing while under way."""
        self.truncated = 0
        """Recordings that the disk cut short."""

    def start(self) -> None:
        """Look now, and again every two seconds."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def begun(self, take: Path) -> None:
        """A recording begins."""
        now = self._now()
        self._takes[take] = _Growth(begun=now, size=0, since=now, starved=self._full(take.parent))

    def finished(self, take: Path) -> bool:
        """A recording has ended, or its caller has left; true: the disk cut it short."""
        growth = self._takes.pop(take, None)
        if growth is None or not (growth.starved or self._full(take.parent)):
            return False
        seconds = recorded_seconds(take)
        if seconds + SLACK_SECONDS > self._now() - growth.begun:
            return False
        self.truncated += 1
        log.error(
            "A recording was cut short by a full disk", extra={"recording": take.name, "seconds": seconds}
        )
        return True

    async def _run(self) -> None:
        while True:
            try:
                free, alarm = await asyncio.to_thread(self._examine)
            except OSError as error:
                self._judge(str(error))
            else:
                self.free = free
                self._judge(alarm)
            self._watch_growth()
            await asyncio.sleep(LOOK_SECONDS)

    def _examine(self) -> tuple[int, str]:
        """Room where there is least of it, and what is wrong with that. Raises OSError."""
        places = [self._folder / name for name in FOLDERS if (self._folder / name).is_dir()]
        found = [(os.statvfs(place), place) for place in places]
        status, place = min(found, key=lambda one: one[0].f_bavail * one[0].f_frsize)
        free = status.f_bavail * status.f_frsize
        name = place.relative_to(self._folder.parent)
        if read_only := [place for status, place in found if status.f_flag & os.ST_RDONLY]:
            return free, f"{read_only[0].relative_to(self._folder.parent)} can only be read"
        if free < self._least_free:
            return free, f"only {free / 1e6:.1f} MB are free in {name}"
        return free, ""

    def _judge(self, alarm: str) -> None:
        if alarm and not self.alarm:
            log.critical("The disk has too little room", extra={"reason": alarm})
        elif self.alarm and not alarm:
            log.warning("The disk has room again", extra={"free_bytes": self.free})
        self.alarm = alarm

    def _watch_growth(self) -> None:
        now = self._now()
        for take, growth in self._takes.items():
            growth.starved = growth.starved or self._full(take.parent)
            size = _size(take)
            if size != growth.size:
                growth.size, growth.since = size, now
            elif not growth.stalled and now - growth.since >= STALLED_SECONDS:
                growth.stalled = True
                self.stalled += 1
                log.error("A recording does not grow", extra={"recording": take.name, "bytes": size})

    def _full(self, folder: Path) -> bool:
        try:
            status = os.statvfs(folder)
        except OSError:
            return True
        return status.f_bavail * status.f_frsize < NO_ROOM_BYTES


def recorded_seconds(take: Path) -> float:
    """Length of a recording (8 kHz, 16 bit), by its size; 0 when there is none."""
    return max(0, _size(take) - _HEADER_BYTES) / _BYTES_A_SECOND


def _size(take: Path) -> int:
    try:
        return take.stat().st_size
    except OSError:
        return 0
