"""What went wrong while something was fetched or installed, said in one line with the way out."""

import re
import shutil
from pathlib import Path

SPACE_LEFT = 20_000_000
"""Bytes; with less than this left, a failed write was a full disk whatever the tool said."""

_SIGNS: tuple[tuple[str, str], ...] = (
    (
        r"No space left on device|ENOSPC|enough free space|Disk quota exceeded",
        "the disk is full: free some space and run it again",
    ),
    (
        r"NO_PUBKEY|is not signed|BADSIG|signatures? (were|was|couldn't|could not)|Missing key",
        "the package archive's signature can't be verified: upgrade the archive's keyring package",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "a downloaded package differs from requirements.lock: clear pip's cache (pip cache purge), run again",
    ),
    (
        r"(Could not|Couldn't|Failed to) (resolve|connect)|Temporary failure|Unable to connect"
        r"|Connection (refused|failed|timed out)|Network is unreachable|NewConnectionError"
        r"|Max retries exceeded|Name or service not known|Proxy(Error| Authentication)"
        r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH",
        "no network: the package servers can't be reached; connect (or set the proxy) and run it again",
    ),
    (
        r"command '?\S*(gcc|cc|clang)\S*'? failed|unable to execute '\S*cc'"
        r"|No such file or directory: '\S*(gcc|cc)'|Unknown compiler|compiler cannot create executables",
        "no C compiler, and a package has no ready-made wheel here: install gcc (package build-essential)",
    ),
    (
        r"No matching distribution found",
        "a locked package can't be had: no network, or no build of it for this Python",
    ),
    (
        r"Unable to locate package|has no installation candidate|unmet dependencies"
        r"|Unable to correct problems",
        "the archive can't deliver the packages just now: install asterisk (20 or newer), espeak-ng and "
        "sip-tester by hand, or use docker/",
    ),
    (
        r"Permission denied|EACCES|are you root",
        "a file may not be written: run it as the owner of this folder",
    ),
)


class ToolboxError(Exception):
    """Something that a person has to put right; its text is the one line to show."""


def explain(output: str, folder: Path) -> str:
    """Put a tool's output into one line: the cause and what to do. `folder` is where it wrote."""
    for pattern, meaning in _SIGNS:
        if re.search(pattern, output):
            return meaning
    if shutil.disk_usage(folder).free < SPACE_LEFT:
        return _SIGNS[0][1]
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(E|ERROR|error|[A-Za-z.]*Error): ?\S", line)]
    return (errors or lines or ["it ended without a word"])[-1]


def require_space(folder: Path, needed: int) -> None:
    """Raise ToolboxError when the disk below `folder` has fewer than `needed` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ToolboxError(
            f"disk full: {needed // 1_000_000} MB are needed below {folder}, {free // 1_000_000} MB are free"
        )
