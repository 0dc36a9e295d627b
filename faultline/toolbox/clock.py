"""libfaketime for the tests: a library that shows one process another wall clock (R18).

It is preloaded into a Python of the machine, so unlike the toolbox's programs it has to suit the machine's own
C library: it comes from the release's own suite, not from the one that carries Asterisk.
"""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from faultline.toolbox import apt_sources
from faultline.toolbox.apt_sources import DEBIAN_SUITE, Source
from faultline.toolbox.folders import Folders, toolbox
from faultline.toolbox.private_apt import Package, PrivateApt
from faultline.toolbox.progress import say
from faultline.toolbox.trouble import ToolboxError, explain

PACKAGE = "libfaketime"
LIBRARY = "faketime/libfaketimeMT.so.1"
"""For programs with threads."""
SYSTEM = ("/usr/lib/*", "/usr/lib64", "/usr/lib", "/usr/local/lib")


def find_clock(tools: Folders | None = None) -> Path:
    """The library to preload: the system's one, else the toolbox's. Raises ToolboxError when there is none."""
    for found in _found(tools or toolbox()):
        return found
    raise ToolboxError("libfaketime is not on this machine: run `make setup`, which fetches it")


def fetch_clock(folders: Folders, *, again: bool = False) -> None:
    """Bring it here unless it is. Only tests need it, so trouble is told and not raised."""
    if any(_found(folders)) and not again:
        return
    try:
        _fetch(folders)
    except ToolboxError as trouble:
        say(f"toolbox: going on without {PACKAGE}, the tests of the clock will fail: {trouble}")


def _found(folders: Folders) -> Iterator[Path]:
    for pattern in SYSTEM:
        yield from Path("/").glob(f"{pattern}/{LIBRARY}"[1:])
    yield from folders.clock.glob(f"usr/lib/*/{LIBRARY}")


def _fetch(folders: Folders) -> None:
    apt = PrivateApt(folders.clock / "apt", folders.log)
    apt.configure(own_suite(apt_sources.read_os_release()))
    apt.update()
    packages = apt.resolve([PACKAGE])
    say(f"toolbox: fetching {PACKAGE}")
    for package, file in zip(packages, apt.download([PACKAGE], packages), strict=True):
        if package.name == PACKAGE:  # its dependencies are the C library, which the machine has
            _unpack(file, package, folders.clock)


def own_suite(os_release: Mapping[str, str]) -> list[Source]:
    """The archive that Asterisk comes from, in the suite of the machine's release."""
    sources = apt_sources.derive(apt_sources.read_sources(Path("/etc/apt")), os_release)
    release = os_release.get("DEBIAN_CODENAME") or os_release.get("VERSION_CODENAME", DEBIAN_SUITE)
    return [replace(one, suites=(release,)) if one.suites == (DEBIAN_SUITE,) else one for one in sources]


def _unpack(file: Path, package: Package, folder: Path) -> None:
    done = subprocess.run(["dpkg-deb", "-x", file, folder], capture_output=True, text=True)
    if done.returncode:
        raise ToolboxError(f"{file.name} can't be unpacked: {explain(done.stderr, folder)}")
    (folder / "versions.txt").write_text(f"{package.name} {package.version} {package.architecture}\n")
