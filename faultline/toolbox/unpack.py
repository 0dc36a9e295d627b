"""Unpacking fetched packages into a root of their own, and putting it in place in one move."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faultline.toolbox import layout
from faultline.toolbox.folders import Folders
from faultline.toolbox.private_apt import Package
from faultline.toolbox.progress import Counter
from faultline.toolbox.trouble import ToolboxError, explain

PROGRAMS = {
    "asterisk": "usr/sbin/asterisk",
    "espeak-ng": "usr/bin/espeak-ng",
    "sipp": "usr/bin/sipp",
    "docker-compose": "usr/bin/docker-compose",
}
"""Where each program lies inside its package; only those that were fetched get a wrapper."""


def put_in_place(folders: Folders, files: Sequence[Path], packages: Sequence[Package]) -> None:
    """Unpack `files` beside the old root and swap the two; a failure leaves the old one as it was."""
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=folders.base))
    try:
        fresh.chmod(0o755)
        _unpack(files, fresh / "root")
        folders.stamp.unlink(missing_ok=True)
        _swap(fresh, fresh / "root", folders.root)
        _write_wrappers(folders.root, fresh / "bin")
        _swap(fresh, fresh / "bin", folders.bin)
        lines = sorted(f"{p.name} {p.version} {p.architecture}\n" for p in packages)
        folders.versions.write_text("".join(lines))
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _unpack(files: Sequence[Path], root: Path) -> None:
    root.mkdir()
    counter = Counter("toolbox: packages unpacked", len(files))

    def unpack(file: Path) -> None:
        done = subprocess.run(["dpkg-deb", "-x", file, root], capture_output=True, text=True)
        if done.returncode:
            raise ToolboxError(f"{file.name} can't be unpacked: {explain(done.stderr, root)}")

    # The first package makes the folders that all others share.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for _ in pool.map(unpack, files):
            counter.step()


def _swap(spare: Path, new: Path, old: Path) -> None:
    if old.exists():
        old.rename(spare / f"old-{old.name}")
    new.rename(old)


def _write_wrappers(root: Path, folder: Path) -> None:
    folder.mkdir()
    for name, program in PROGRAMS.items():
        if (root / program).exists():
            wrapper = folder / name
            wrapper.write_text(_wrapper(root, name, program))
            wrapper.chmod(0o755)


def _wrapper(root: Path, name: str, program: str) -> str:
    words = shlex.join(layout.command(root, program))
    lines = ["#!/bin/sh"]
    if name == "espeak-ng":
        data = layout.libraries(root) / "espeak-ng-data"
        lines.append(f"export ESPEAK_DATA_PATH={shlex.quote(str(data))}")
    return "\n".join([*lines, f'exec {words} "$@"', ""])
