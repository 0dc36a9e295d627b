"""The machine: its clock, its time zones, its disk, and who runs us."""

import ctypes
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from faultline.doctor.finding import Finding, fail, ok, warn
from faultline.settings import Settings

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that is right shows less than when this was written."""
LEAST_FREE, ENOUGH_FREE = 500_000_000, 5_000_000_000
"""Bytes. A recorded call takes about 1 MB a minute, an hour of 50 of them 3 GB."""

_UNSYNCHRONISED = 5
"""TIME_ERROR of adjtimex(2)."""


def check_clock(settings: Settings) -> Iterator[Finding]:
    """A clock that is sane and kept in step, and a zone that is known."""
    yield clock_at(datetime.now(UTC), newest_file(settings.folder), synchronised())
    try:
        ZoneInfo(settings.site_zone)
    except (ZoneInfoNotFoundError, ValueError):
        says = f"the time zone {settings.site_zone} is not known"
        yield fail(
            "time zone", says, "set FAULTLINE_SITE_ZONE to a name like Asia/Shanghai, or install tzdata"
        )
    else:
        yield ok("time zone", settings.site_zone)


def clock_at(now: datetime, newest: datetime | None, in_step: bool | None) -> Finding:
    """Judge the clock: `newest` is the youngest file of ours, `in_step` None when that can't be known."""
    do = "set the clock and let it follow a time server (systemd-timesyncd or chrony)"
    if now < EARLIEST:
        return fail("clock", f"the clock shows {now:%Y-%m-%d}, which is long past", do)
    if newest is not None and newest > now + timedelta(minutes=5):
        return fail(
            "clock", f"the clock is behind our own files, the newest is of {newest:%Y-%m-%d %H:%M} UTC", do
        )
    if in_step is False:
        return warn("clock", "the clock is not kept in step by a time server", do)
    return ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def synchronised() -> bool | None:
    """Whether the kernel's clock follows a time server; None where the kernel does not tell."""
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(512))
    except (AttributeError, OSError):
        return None
    return None if state < 0 else bool(state != _UNSYNCHRONISED)


def newest_file(folder: Path) -> datetime | None:
    """When the youngest file directly below the data folder, or in its journal, was written."""
    files = [path for place in (folder, folder / "journal") if place.is_dir() for path in place.iterdir()]
    times = [path.stat().st_mtime for path in files if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def check_disk(settings: Settings) -> Iterator[Finding]:
    """Room for recordings and the journal below the data folder."""
    place = next(path for path in (settings.folder, *settings.folder.parents) if path.is_dir())
    yield disk_with(shutil.disk_usage(place).free, place)


def disk_with(free: int, place: Path) -> Finding:
    """Judge the room; `free` in bytes."""
    says = f"{free / 1e9:.1f} GB are free at {place}"
    if free < LEAST_FREE:
        return fail("disk", says, "free some space now: recordings will be cut short (R11)")
    if free < ENOUGH_FREE:
        return warn("disk", says, "free some space, or move FAULTLINE_DATA to a larger disk")
    return ok("disk", says)


def check_owner(settings: Settings) -> Iterator[Finding]:
    """The data folder belongs to whoever runs us, and that is an ordinary user (S6)."""
    folder = settings.folder
    if not folder.is_dir():
        yield warn(
            "data folder", f"{folder} does not exist yet", "`faultline run` makes it at its first start"
        )
        return
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        do = "run Faultline as the folder's owner, or give the folder to the user who runs it (chown -R)"
        yield fail("data folder", f"{folder} belongs to user {owner}, this is user {os.geteuid()}", do)
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield fail("data folder", f"{folder} can't be written", f"chmod u+rwx {folder}")
    elif owner == 0:
        do = "run Faultline as an ordinary user: Asterisk then has no rights over the machine (S6)"
        yield warn("data folder", f"{folder} belongs to root", do)
    else:
        yield ok("data folder", str(folder))
