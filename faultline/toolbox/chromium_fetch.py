"""Fetching a private Chromium with fonts for Chinese text; only `make test` and `make screenshots` want it.

Chromium starts itself anew through /proc/self/exe, which the toolbox's loader can't follow: like the clock it comes
from the suite of the machine's own release and runs on the machine's C library.
"""

import hashlib
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from faultline.toolbox import apt_sources
from faultline.toolbox.chromium import SETTING, find_chromium
from faultline.toolbox.clock import own_suite
from faultline.toolbox.folders import Folders
from faultline.toolbox.private_apt import Package, PrivateApt
from faultline.toolbox.progress import Counter, say
from faultline.toolbox.trouble import ToolboxError, explain, require_space

PACKAGES = ("chromium-headless-shell", "fonts-liberation", "fonts-wqy-microhei")
PROGRAM = "usr/lib/chromium/chromium-headless-shell"
SPACE = 1_000_000_000
"""Bytes: the packages and their unpacked files."""
MACHINE_S = ("libc6", "libc-bin", "libcrypt1", "libgcc-s1", "gcc-12-base")
"""Packages that every machine has; another C library than the machine's loader would not start."""

_WRAPPER = """#!/bin/sh
export LD_LIBRARY_PATH={libraries}
export FONTCONFIG_FILE={fonts}
exec {program} "$@"
"""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{root}/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer>
    <family>Liberation Sans</family><family>WenQuanYi Micro Hei</family></prefer></alias>
  <alias><family>system-ui</family><prefer>
    <family>Liberation Sans</family><family>WenQuanYi Micro Hei</family></prefer></alias>
  <alias><family>monospace</family><prefer>
    <family>Liberation Mono</family><family>WenQuanYi Micro Hei Mono</family></prefer></alias>
  <match target="pattern"><edit name="family" mode="append_last">
    <string>Liberation Sans</string><string>WenQuanYi Micro Hei</string></edit></match>
</fontconfig>
"""


def fetch_chromium(folders: Folders, *, again: bool = False) -> None:
    """Bring it here unless there is one. Only tests need it, so trouble is told and not raised."""
    try:
        if again or not _there(folders):
            _fetch(folders)
    except ToolboxError as trouble:
        say(f"toolbox: going on without Chromium, the tests of the browser desktop will fail: {trouble}")


def _there(folders: Folders) -> bool:
    try:
        found = find_chromium(folders)
    except ToolboxError:
        return False
    stamp = folders.chromium / "stamp"
    private = found.is_relative_to(folders.chromium)
    return not private or (stamp.is_file() and stamp.read_text() == _recipe(folders))


def _fetch(folders: Folders) -> None:
    release = apt_sources.read_os_release()
    if apt_sources.is_ubuntu(release):
        raise ToolboxError(
            f"Ubuntu has it as a snap only: install google-chrome, or set {SETTING} to a Chromium"
        )
    require_space(folders.base, SPACE)
    apt = PrivateApt(folders.chromium / "apt", folders.log)
    apt.configure(own_suite(release))
    apt.update()
    packages = apt.resolve(PACKAGES)
    say(f"toolbox: fetching Chromium ({len(packages)} packages)")
    files = apt.download(PACKAGES, packages)
    needed = [file for file, package in zip(files, packages, strict=True) if package.name not in MACHINE_S]
    _put_in_place(folders, needed, packages)


def _put_in_place(folders: Folders, files: Sequence[Path], packages: Sequence[Package]) -> None:
    home = folders.chromium
    (home / "stamp").unlink(missing_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
    try:
        fresh.chmod(0o755)
        _unpack(files, fresh)
        shutil.rmtree(home / "root", ignore_errors=True)
        fresh.rename(home / "root")
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _write_wrapper(home)
    lines = sorted(f"{one.name} {one.version} {one.architecture}\n" for one in packages)
    (home / "versions.txt").write_text("".join(lines))
    (home / "stamp").write_text(_recipe(folders))


def _unpack(files: Sequence[Path], root: Path) -> None:
    counter = Counter("toolbox: packages unpacked", len(files))
    for file in files:
        done = subprocess.run(["dpkg-deb", "-x", file, root], capture_output=True, text=True)
        if done.returncode:
            raise ToolboxError(f"{file.name} can't be unpacked: {explain(done.stderr, root)}")
        counter.step()


def _write_wrapper(home: Path) -> None:
    root, fonts = home / "root", home / "fonts.conf"
    fonts.write_text(_FONTS.format(root=root, cache=home / "font-cache"))
    places = [*sorted(root.glob("usr/lib/*-linux-*")), *sorted(root.glob("lib/*-linux-*"))]
    libraries = ":".join(
        str(place) for one in places for place in (one, one / "pulseaudio") if place.is_dir()
    )
    wrapper = home / "chromium"
    words = {"libraries": libraries, "fonts": str(fonts), "program": str(root / PROGRAM)}
    wrapper.write_text(_WRAPPER.format(**{name: shlex.quote(word) for name, word in words.items()}))
    wrapper.chmod(0o755)


def _recipe(folders: Folders) -> str:
    """The wrapper holds absolute paths, so a checkout that was moved makes it anew."""
    return hashlib.sha256(bytes(folders.base.resolve()) + Path(__file__).read_bytes()).hexdigest()
