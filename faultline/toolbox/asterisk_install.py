"""Finding an Asterisk: the one that FAULTLINE_ASTERISK names, an installed one, or the private copy."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from faultline.toolbox import layout
from faultline.toolbox.asterisk_version import Version, parse_version, refusal, require_fit
from faultline.toolbox.folders import Folders, toolbox
from faultline.toolbox.progress import say
from faultline.toolbox.trouble import ToolboxError

PROGRAM = "usr/sbin/asterisk"
SYSTEM_FOLDERS = ("/usr/sbin", "/usr/local/sbin")
"""Asterisk lives where ordinary users' PATH does not look."""
ANSWER_SECONDS = 30.0
"""A program that has not told its version by then never will."""


@dataclass(frozen=True, slots=True)
class AsteriskInstall:
    """An Asterisk to start by `[*command, "-C", …]`; `modules` is astmoddir, `data` is astdatadir."""

    executable: Path
    command: list[str]
    modules: Path
    data: Path
    version: Version


def find_asterisk(settings_asterisk: Path | None, tools: Folders | None = None) -> AsteriskInstall:
    """The Asterisk to use, by the order above. Raises ToolboxError with the way out when there is none."""
    if settings_asterisk is not None:
        return _named(settings_asterisk)
    folders = tools or toolbox()
    for install in [*_installed(), *_private(folders)]:
        return install
    raise ToolboxError(
        "no Asterisk 20 or newer: run `make setup` (it fetches a private one), set FAULTLINE_ASTERISK to the "
        "path of one, or use docker/"
    )


def _named(executable: Path) -> AsteriskInstall:
    path = executable.expanduser().absolute()
    if not (path.is_file() and os.access(path, os.X_OK)):
        raise ToolboxError(f"FAULTLINE_ASTERISK names {path}, which is not a program that can be run")
    install = _install(path, [str(path)])
    require_fit(install.version, str(path))
    return install


def installed_asterisk() -> AsteriskInstall | None:
    """The system's own Asterisk if there is one that is fit."""
    return next(_installed(), None)


def _installed() -> Iterator[AsteriskInstall]:
    path = os.pathsep.join((os.environ.get("PATH", ""), *SYSTEM_FOLDERS))
    found = shutil.which("asterisk", path=path)
    if not found:
        return
    try:
        install = _install(Path(found), [found])
    except ToolboxError as trouble:  # somebody else's program: the private copy does without it
        say(f"toolbox: passing over the installed {found}: {trouble}")
        return
    if refusal(install.version) is None:
        yield install


def _private(folders: Folders) -> Iterator[AsteriskInstall]:
    if (folders.root / PROGRAM).is_file():
        install = _install(folders.bin / "asterisk", layout.command(folders.root, PROGRAM))
        require_fit(install.version, str(folders.root))
        yield install


def _install(executable: Path, command: list[str]) -> AsteriskInstall:
    try:
        asked = subprocess.run(
            [*command, "-V"],
            check=True,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=ANSWER_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as trouble:
        raise ToolboxError(f"{executable} can't be run: {trouble}") from trouble
    prefixes = _prefixes(executable)
    modules = _first(prefixes, ("lib/*/asterisk/modules", "lib/asterisk/modules", "lib64/asterisk/modules"))
    data = _first(prefixes, ("share/asterisk", "var/lib/asterisk", "../var/lib/asterisk"))
    return AsteriskInstall(executable, command, modules, data, parse_version(asked.stdout))


def _prefixes(executable: Path) -> list[Path]:
    """Where an Asterisk's other files may lie: its prefix, or the root beside a toolbox's wrapper."""
    places = dict.fromkeys(path.parent.parent for path in (executable, executable.resolve()))
    return [place for base in places for place in (base / "root" / "usr", base)]


def _first(prefixes: list[Path], patterns: tuple[str, ...]) -> Path:
    for prefix in prefixes:
        for pattern in patterns:
            for found in sorted(prefix.glob(pattern)):
                return found.resolve()
    raise ToolboxError(f"no {patterns[0]} below {prefixes[-1]}: this Asterisk is not installed completely")
