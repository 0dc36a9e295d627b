"""Fetching what the machine lacks: a private Asterisk, the prompts' voice, the test caller, Compose, a clock.

Runs in a fraction of a second when nothing changed: the stamp holds the hash of the recipe and the packages.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faultline.toolbox import apt_sources
from faultline.toolbox.asterisk_install import installed_asterisk
from faultline.toolbox.asterisk_version import parse_version, require_fit
from faultline.toolbox.chromium_fetch import fetch_chromium
from faultline.toolbox.clock import fetch_clock
from faultline.toolbox.compose import installed_compose
from faultline.toolbox.folders import Folders
from faultline.toolbox.private_apt import Package, PrivateApt
from faultline.toolbox.progress import say
from faultline.toolbox.trouble import ToolboxError, require_space
from faultline.toolbox.unpack import put_in_place

SPACE = 1_500_000_000
"""Bytes: the packages, their unpacked files, and the old root while the new one is put in place."""
VOICE = "espeak-ng"
RECIPE = ("apt_sources.py", "layout.py", "unpack.py")
"""Modules that decide what the toolbox holds; a change of theirs makes it anew."""


def fetch(folders: Folders, *, again: bool = False) -> None:
    """Bring the toolbox up to date. Raises ToolboxError with one line saying what is missing."""
    folders.base.mkdir(parents=True, exist_ok=True)
    with _alone(folders):
        _fetch_programs(folders, again)
        fetch_clock(folders, again=again)


def bring_chromium(folders: Folders, *, again: bool = False) -> None:
    """The browser of the tests, on its own: `make run` does not wait for it."""
    folders.base.mkdir(parents=True, exist_ok=True)
    with _alone(folders):
        fetch_chromium(folders, again=again)


def _fetch_programs(folders: Folders, again: bool) -> None:
    names = wanted()
    recipe = _recipe(folders)
    if not again and _stamped(folders) >= {recipe, *names}:
        return
    try:
        _fetch(folders, names)
    except ToolboxError as trouble:
        if not can_do_without(names):
            raise
        say(f"toolbox: going on with what the system has, without {' '.join(names)}: {trouble}")
        return
    folders.stamp.write_text("\n".join([recipe, *names]))


def wanted() -> list[str]:
    """The packages to fetch: those whose program the system lacks, and the voice always."""
    names = [VOICE]
    if not os.environ.get("FAULTLINE_ASTERISK") and installed_asterisk() is None:
        names.append("asterisk")
    if not shutil.which("sipp"):
        names.append("sip-tester")
    if installed_compose() is None:
        names.append(_compose_package())
    return sorted(names)


def can_do_without(names: list[str]) -> bool:
    """Whether the hotline runs without these packages: tests may not, prompts may sound different."""
    return "asterisk" not in names and shutil.which(VOICE) is not None


def _fetch(folders: Folders, names: list[str]) -> None:
    require_space(folders.base, SPACE)
    folders.log.unlink(missing_ok=True)
    apt = PrivateApt(folders.apt, folders.log)
    machine = apt_sources.read_sources(Path("/etc/apt"))
    apt.configure(apt_sources.derive(machine, apt_sources.read_os_release()))
    apt.update()
    packages = apt.resolve(names)
    check_versions(packages)
    say(f"toolbox: fetching {' '.join(names)} ({len(packages)} packages)")
    put_in_place(folders, apt.download(names, packages), packages)


def check_versions(packages: list[Package]) -> None:
    """Refuse an unfit Asterisk before anything of it is downloaded or unpacked. Raises ToolboxError."""
    for package in packages:
        if package.name == "asterisk":
            require_fit(parse_version(package.version), "the package archive")


def _compose_package() -> str:
    return "docker-compose-v2" if apt_sources.is_ubuntu(apt_sources.read_os_release()) else "docker-compose"


def _stamped(folders: Folders) -> set[str]:
    """The recipe and the packages that the toolbox was made of; empty when it is not complete."""
    return set(folders.stamp.read_text().split()) if folders.stamp.is_file() else set()


def _recipe(folders: Folders) -> str:
    """Wrappers hold absolute paths, so a checkout that was moved makes them anew."""
    digest = hashlib.sha256(bytes(folders.base.resolve()))
    for module in RECIPE:
        digest.update((Path(__file__).parent / module).read_bytes())
    return digest.hexdigest()


@contextmanager
def _alone(folders: Folders) -> Iterator[None]:
    """Let a second `make setup` wait for the first."""
    with (folders.base / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("toolbox: another setup is under way, waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
