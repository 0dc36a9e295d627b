"""What the last build wrote: a fingerprint of each sound's ingredients and a checksum of each file.

Kept beside the prompts. A build that finds both unchanged has nothing to do; a file damaged or edited since
no longer matches its checksum and is rendered again. Holds no times: equal builds, equal manifests.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

NAME = "manifest.json"


@dataclass(slots=True)
class Manifest:
    """`made`: stem → fingerprint; `files`: file → SHA-256. Both relative to the data folder."""

    made: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """An absent or unreadable manifest is an empty one: everything is rendered."""
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            return cls(dict(stored["made"]), dict(stored["files"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, path: Path) -> None:
        """Replace the file in one step."""
        text = json.dumps({"made": self.made, "files": self.files}, indent=1, sort_keys=True)
        replace_file(path, (text + "\n").encode())

    def holds(self, folder: Path, stem: str, fingerprint: str, endings: list[str]) -> bool:
        """Whether the sound was made from these very ingredients and its files are as they were written."""
        if self.made.get(stem) != fingerprint:
            return False
        names = [stem + ending for ending in endings]
        return all(self.files.get(name) == checksum(folder / name) for name in names)


def checksum(path: Path) -> str | None:
    """SHA-256 of a file's content, None when there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def fingerprint(*ingredients: object) -> str:
    """SHA-256 over values whose `repr` tells them apart."""
    return hashlib.sha256(repr(ingredients).encode()).hexdigest()


def replace_file(path: Path, content: bytes) -> None:
    """Write beside the file and swap: a reader meanwhile sees the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    draft.replace(path)
