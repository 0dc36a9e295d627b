"""The archive to fetch from, derived from the machine's own apt sources: no host name stands in the project.

Debian releases carry no Asterisk, its unstable suite does: the machine's Debian archive is used with that
suite. Ubuntu carries it in universe of the release itself. Whatever signs the machine's source has to sign
the derived one: `Signed-By` is kept, `Trusted` is dropped.
"""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from faultline.toolbox.trouble import ToolboxError

DEBIAN_SUITE = "unstable"
_DEBIAN_SUITES = {"stable", "oldstable", "testing", "unstable", "sid"}


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of apt's sources."""

    uris: tuple[str, ...]
    suites: tuple[str, ...]
    components: tuple[str, ...]
    signed_by: str = ""
    """Path of a keyring, a fingerprint, or a whole key block as in deb822; empty: apt's trusted keys."""

    def deb822(self) -> str:
        """The entry as a paragraph of a `.sources` file."""
        lines = [
            "Types: deb",
            f"URIs: {' '.join(self.uris)}",
            f"Suites: {' '.join(self.suites)}",
            f"Components: {' '.join(self.components)}",
        ]
        if self.signed_by:
            lines.append(f"Signed-By: {self.signed_by}")
        return "\n".join(lines) + "\n"


def parse_deb822(text: str) -> Iterator[Source]:
    """Yield the enabled binary entries of a `.sources` file (sources.list(5))."""
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for paragraph in re.split(r"\n\s*\n", kept):
        fields: dict[str, str] = {}
        for match in re.finditer(r"^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)", paragraph, re.MULTILINE):
            fields[match[1].lower()] = match[2].rstrip()
        if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").lower() in (
            "no",
            "false",
        ):
            continue
        yield Source(
            tuple(fields.get("uris", "").split()),
            tuple(fields.get("suites", "").split()),
            tuple(fields.get("components", "").split()),
            fields.get("signed-by", ""),
        )


def parse_list(text: str) -> Iterator[Source]:
    """Yield the binary entries of a one-line-style `.list` file (sources.list(5))."""
    for line in text.splitlines():
        match = re.match(r"^\s*deb\s+(?:\[([^\]]*)\]\s+)?([^#]+)", line)
        words = match[2].split() if match else []
        if match is None or len(words) < 2:
            continue
        options = dict(pair.split("=", 1) for pair in shlex.split(match[1] or "") if "=" in pair)
        yield Source((words[0],), (words[1],), tuple(words[2:]), options.get("signed-by", ""))


def read_sources(etc: Path) -> list[Source]:
    """Every entry of a machine's apt configuration folder (`/etc/apt`)."""
    parts = sorted((etc / "sources.list.d").glob("*"))
    found: list[Source] = []
    for path in [etc / "sources.list", *parts]:
        if path.suffix == ".sources":
            found += parse_deb822(path.read_text(errors="replace"))
        elif path.suffix == ".list" and path.is_file():
            found += parse_list(path.read_text(errors="replace"))
    return found


def read_os_release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """The fields of os-release(5); empty when there is no such file."""
    if not path.is_file():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs}


def is_ubuntu(os_release: Mapping[str, str]) -> bool:
    """Whether the system is Ubuntu or made from it."""
    return "ubuntu" in _family(os_release)


def _family(os_release: Mapping[str, str]) -> list[str]:
    return f"{os_release.get('ID', '')} {os_release.get('ID_LIKE', '')}".split()


def derive(sources: Iterable[Source], os_release: Mapping[str, str]) -> list[Source]:
    """The entries to fetch Asterisk from. Raises ToolboxError when the machine names no such archive."""
    codename = os_release.get("VERSION_CODENAME", "")
    if is_ubuntu(os_release):
        found = _ubuntu(sources, os_release.get("UBUNTU_CODENAME", codename))
    elif "debian" in _family(os_release):
        found = _debian(sources, os_release.get("DEBIAN_CODENAME", codename))
    else:
        raise ToolboxError(
            "this system is neither Debian nor Ubuntu: install asterisk (20 or newer), espeak-ng and sipp "
            "by hand, or use docker/"
        )
    if not found:
        raise ToolboxError(
            "apt's sources name no archive of this release: install asterisk (20 or newer) by hand, "
            "or use docker/"
        )
    return found


def _debian(sources: Iterable[Source], codename: str) -> list[Source]:
    release = _DEBIAN_SUITES | {codename}
    fitting = [s for s in sources if release & set(s.suites) and "main" in s.components and s.uris]
    # A third party may use the release's name for its suite too; only Debian's own has all of these marks.
    best = sorted(fitting, key=_debian_marks, reverse=True)[:1]
    return [replace(source, suites=(DEBIAN_SUITE,), components=("main",)) for source in best]


def _debian_marks(source: Source) -> int:
    keyring = "debian-archive-keyring" in source.signed_by
    updates = any(suite.endswith("-updates") for suite in source.suites)
    path = source.uris[0].rstrip("/").endswith("/debian")
    return 4 * keyring + 2 * path + updates


def _ubuntu(sources: Iterable[Source], codename: str) -> list[Source]:
    pockets = {f"{codename}-updates", f"{codename}-security"}
    found: list[Source] = []
    for source in sources:
        suites = tuple(s for s in source.suites if s == codename or s in pockets)
        ubuntu = "universe" in source.components or pockets & set(suites)
        if suites and ubuntu and {"main", "universe"} & set(source.components):
            found.append(replace(source, suites=suites, components=("main", "universe")))
    return list(dict.fromkeys(found))
