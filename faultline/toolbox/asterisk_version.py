"""Which versions of Asterisk are fit for use: 20 or newer, without the releases known to be faulty."""

import re

from faultline.toolbox.trouble import ToolboxError

OLDEST = (20,)
MENDED = (22, 10, 1)
"""The first release without the known holes of the manager interface (CVE-2024-42365 and kin)."""
KNOWN_BAD: dict[tuple[int, ...], str] = {
    (22, 11, 0): "listening in hangs up or hops to another call (asterisk issue 2134)",
}

Version = tuple[int, ...]


def parse_version(text: str) -> Version:
    """`1:22.10.1+dfsg-1` or `Asterisk 22.10.1~dfsg` as (22, 10, 1). Raises ToolboxError without a version."""
    match = re.search(r"(?:^|[\s:/-])(\d+)\.(\d+)(?:\.(\d+))?", text)
    if match is None:
        raise ToolboxError(f"no version of Asterisk in {text.strip()!r}")
    return tuple(int(part) for part in match.groups(default="0"))


def refusal(version: Version) -> str | None:
    """Why this version is not used, or None when it is fit."""
    if version < OLDEST:
        return f"it is older than {OLDEST[0]}"
    return KNOWN_BAD.get(version)


def holes(version: Version) -> str | None:
    """What should be known of a version that is used all the same, or None.

    Ubuntu's archive carries no newer one; manager accounts are open to this machine alone, and the functions that read
    and write files are not loaded (S6).
    """
    if version < MENDED:
        numbers, mended = (".".join(map(str, each)) for each in (version, MENDED))
        return f"Asterisk {numbers} has holes that were closed in {mended}"
    return None


def require_fit(version: Version, where: str) -> None:
    """Raise ToolboxError when this version is refused."""
    reason = refusal(version)
    if reason:
        raise ToolboxError(
            f"Asterisk {'.'.join(map(str, version))} of {where} is refused, {reason}: "
            "set FAULTLINE_ASTERISK to another one, or use docker/"
        )
