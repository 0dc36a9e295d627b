"""Asterisk's configuration files through pyst2's parser, which does not know everything that Asterisk knows.

Includes, templates, block comments and escaped semicolons are taken out before it parses; includes are
kept among its results. A line that neither understands is reported with its number.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from asterisk.config import Category, Config, Item, ParseError

_INCLUDE = re.compile(r'#(include|tryinclude)\s+[<"]?([^">]+?)[">]?\s*$')
_HEADER = re.compile(r"(\[[^\]]+\])\s*(?:\([^)]*\))?$")
_ESCAPED = "\\;"


class BrokenConfiguration(Exception):  # noqa: N818 - a state of the file
    """A line that Asterisk would not understand; the text names file and line."""


@dataclass(frozen=True, slots=True)
class Include:
    """A file that another file wants. Not `needed`: it may be missing."""

    name: str
    needed: bool
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """`[name]`, whatever stands behind it."""

    name: str


@dataclass(frozen=True, slots=True)
class Setting:
    """`key = value`, part of the last section, which may have begun in the file that includes this one."""

    key: str
    value: str


@dataclass(slots=True)
class ConfFile:
    """One file, its parts in order."""

    path: Path
    parts: list[Section | Setting | Include] = field(default_factory=list)

    @property
    def includes(self) -> list[Include]:
        """The files that it wants."""
        return [part for part in self.parts if isinstance(part, Include)]


class _Lines(Config):  # type: ignore[misc] # pyst2 is untyped
    """pyst2's parser on lines that were prepared for it."""

    def __init__(self, lines: list[str]) -> None:
        self._prepared = lines
        super().__init__("")

    def load(self) -> None:
        """Take the prepared lines instead of opening a file."""
        self.raw_lines = self._prepared


def parse(path: Path) -> ConfFile:
    """Parse one file. Raises BrokenConfiguration, OSError."""
    includes: dict[int, Include] = {}
    lines = _prepared(path.read_text(encoding="utf-8", errors="replace"), includes)
    try:
        parsed = _Lines(lines)
    except ParseError as trouble:
        number, says = (*trouble.args, "")[:2]
        raise BrokenConfiguration(f"{path.name}, line {number}: {says}") from trouble
    except IndexError as trouble:
        raise BrokenConfiguration(f"{path.name}: a line that is no `name = value`") from trouble
    parts = (includes.get(line.number) or _part(line) for line in parsed.lines)
    return ConfFile(path, [part for part in parts if part is not None])


def _part(line: object) -> Section | Setting | None:
    if isinstance(line, Category):
        return Section(line.name)
    if isinstance(line, Item):
        return Setting(line.name, line.value.strip().replace("\0", ";"))
    return None


def _prepared(text: str, includes: dict[int, Include]) -> list[str]:
    lines = []
    inside = False
    for number, raw in enumerate(text.splitlines(), 1):
        line, inside = _without_block_comment(raw, inside)
        line = line.replace(_ESCAPED, "\0").strip()
        code = line.partition(";")[0].strip()
        if found := _INCLUDE.fullmatch(code):
            includes[number] = Include(found[2].strip(), found[1] == "include", number)
            line = ""
        elif header := _HEADER.fullmatch(code):
            line = header[1]
        lines.append(line)
    return lines


def _without_block_comment(line: str, inside: bool) -> tuple[str, bool]:
    """Drop what stands between `;--` and `--;`."""
    kept = ""
    while line:
        before, mark, rest = line.partition("--;" if inside else ";--")
        kept += "" if inside else before
        if mark and not inside and rest.startswith("-"):
            return kept, False  # a ruler such as `;-----` is an ordinary comment
        inside = inside != bool(mark)
        line = rest
    return kept, inside
