"""From what is to be said to sound files that exist: a missing or broken prompt is replaced, never fatal
(R4).

The other language steps in for a prompt that is missing; what both lack is left out. Each case is counted
and logged, because Asterisk itself would end the dialog (`STREAM FILE` answers -1 as for a hang-up) or say
nothing.
"""

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from ivr.said import Audio, Said

log = logging.getLogger(__name__)

OTHER = {"zh": "en", "en": "zh"}
ENDINGS = (".wav", ".wav16")
_RIFF_HEADER_BYTES = 44
_BYTES_A_SECOND = 16_000


class PromptPaths(Protocol):
    """Where prompts are: `ivr.prompts` in the product, a folder in tests."""

    def paths(self, language: str, said: Said) -> list[str]:
        """Absolute paths without ending, in the order to be played. Raises LookupError for an unknown id."""


class Sounds:
    """Finds the files for prompts, with a memory of which files were found sound."""

    def __init__(self, library: PromptPaths, missing: Callable[[], None] = lambda: None) -> None:
        self._library = library
        self._missing = missing
        self._known: dict[str, tuple[int, int]] = {}

    def files(self, language: str, said: Sequence[Said], call: str) -> list[str]:
        """Paths of everything that can be played. Never raises for a file's sake."""
        files: list[str] = []
        for one in said:
            files += self._playable(language, one) or self._substitute(language, one, call)
        return files

    def seconds(self, files: Sequence[str]) -> float:
        """Length of files found before (16-bit samples at 8 kHz): for deadlines only."""
        return sum(self._known.get(f"{file}.wav", (0, 0))[1] for file in files) / _BYTES_A_SECOND

    def _substitute(self, language: str, said: Said, call: str) -> list[str]:
        self._missing()
        files = [] if isinstance(said, Audio) else self._playable(OTHER[language], said)
        what = said if isinstance(said, str) else type(said).__name__
        log.error(
            "a prompt is missing or broken",
            extra={"call": call, "prompt": what, "language": language, "substituted": bool(files)},
        )
        return files

    def _playable(self, language: str, said: Said) -> list[str]:
        """All files of one prompt, or none when any of them is missing or broken."""
        try:
            files = (
                [str(said.path.with_suffix(""))]
                if isinstance(said, Audio)
                else self._library.paths(language, said)
            )
        except LookupError:
            return []
        return files if all(map(self._sound, files)) else []

    def _sound(self, file: str) -> bool:
        found = [self._intact(file + ending) for ending in ENDINGS]
        return True in found and False not in found

    def _intact(self, path: str) -> bool | None:
        """Whether a WAV file begins like one and carries samples; None: there is no such file."""
        try:
            status = os.stat(path)  # noqa: PTH116 - twice for each prompt of each call
        except OSError:
            return None
        mark = (status.st_mtime_ns, status.st_size)
        if self._known.get(path) == mark:
            return True
        self._known.pop(path, None)
        try:
            with Path(path).open("rb") as file:
                head = file.read(12)
        except OSError:
            return False
        if status.st_size <= _RIFF_HEADER_BYTES or head[:4] != b"RIFF" or head[8:12] != b"WAVE":
            return False
        self._known[path] = mark
        return True
