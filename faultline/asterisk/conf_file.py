"""Reading Asterisk's configuration files: sections, keys and values, with includes followed.

Covers what the product and operations write: `[section]`, `[section](+)`, templates, `key = value`,
`key => value`, comments, `#include` and `#tryinclude` relative to the configuration folder.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SECTION = re.compile(r"\[(?P<name>[^\]]+)\](?:\((?P<options>[^)]*)\))?")
_INCLUDE = re.compile(r'#(?P<how>include|tryinclude)\s+[<"]?(?P<path>[^">]+)[>"]?')
_COMMENT = re.compile(r"(?<!\\);.*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line `key = value`. `added` is true below a header that adds to an earlier section: `[name](+)`."""

    section: str
    key: str
    value: str
    added: bool
    path: Path
    line: int


def entries(path: Path, base: Path | None = None) -> Iterator[Entry]:
    """Yield the entries of a file in the order in which Asterisk reads them. Raises OSError as `open` does.

    `base` is the configuration folder that includes are relative to (the file's own folder by default).
    """
    yield from _Reader(base or path.parent).read(path)


class _Reader:
    def __init__(self, base: Path) -> None:
        self._base = base
        self._section = ""
        self._added = False

    def read(self, path: Path) -> Iterator[Entry]:
        for number, raw in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            text = _COMMENT.sub("", raw).strip()
            if include := _INCLUDE.fullmatch(text):
                yield from self._include(include["how"], include["path"].strip())
            elif header := _SECTION.match(text):
                self._section = header["name"]
                self._added = "+" in (header["options"] or "").split(",")
            elif "=" in text:
                key, _, value = text.partition("=")
                yield Entry(
                    self._section, key.strip(), value.removeprefix(">").strip(), self._added, path, number
                )

    def _include(self, how: str, name: str) -> Iterator[Entry]:
        path = self._base / name
        if how == "include" or path.is_file():
            yield from self.read(path)
