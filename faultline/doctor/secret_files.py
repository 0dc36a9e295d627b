"""Secrets are for their owner's eyes alone: folder 0700, files 0600, generated ones included (S6, S9)."""

import stat
from collections.abc import Iterator
from pathlib import Path

from faultline.doctor.finding import Finding, fail, ok
from faultline.settings import Settings

_OTHERS = 0o077


def check_secrets(settings: Settings) -> Iterator[Finding]:
    """The modes of everything that holds a secret."""
    folder = settings.folder / "secrets"
    if not folder.is_dir():
        yield ok("secrets", "none yet: generated at the first start")
        return
    generated = settings.folder / "asterisk" / "etc" / "generated"
    open_ones = [path for path in _kept(folder, generated) if path.lstat().st_mode & _OTHERS]
    for path in open_ones:
        mode = stat.S_IMODE(path.lstat().st_mode)
        right = "700" if path.is_dir() else "600"
        yield fail("secrets", f"others may read {path} (mode {mode:04o})", f"chmod {right} {path}")
    if not open_ones:
        yield ok("secrets", "folder and files are for their owner alone")


def _kept(folder: Path, generated: Path) -> Iterator[Path]:
    yield folder
    yield from sorted(path for path in folder.rglob("*") if not path.is_symlink())
    yield from sorted(generated.glob("*.conf"))
