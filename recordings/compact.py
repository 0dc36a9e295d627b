"""The compact form that is kept: FLAC (every sample as it was) or Opus in Ogg, both sides apart in one file.

FLAC is the default: evidence stays what Asterisk recorded, encoding costs a fiftieth of Opus, and every browser
plays it. libsndfile does both.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import soundfile

from recordings.capture import RATE, SIDES, Samples
from recordings.errors import NoAudio

_BLOCK_FRAMES = 8 * RATE


class Format(StrEnum):
    """Forms that recordings are kept in."""

    FLAC = "flac"
    OPUS = "opus"

    @property
    def ending(self) -> str:
        """Of a file's name."""
        return ".flac" if self is Format.FLAC else ".opus"

    @property
    def media_type(self) -> str:
        """RFC 9639 (FLAC), RFC 7845 (Opus in Ogg)."""
        return "audio/flac" if self is Format.FLAC else "audio/ogg"


_FORMS = {Format.FLAC: ("FLAC", "PCM_16"), Format.OPUS: ("OGG", "OPUS")}


def encode(blocks: Iterable[Samples], target: Path, form: Format) -> Iterator[Samples]:
    """Write `target` while the blocks pass through; it is complete when they have. Raises OSError."""
    container, coding = _FORMS[form]
    try:
        with soundfile.SoundFile(
            str(target), "w", RATE, len(SIDES), subtype=coding, format=container
        ) as file:
            for block in blocks:
                file.write(block)
                yield block
    except (soundfile.SoundFileError, AssertionError) as error:  # the library asserts that all was written
        raise OSError(f"the recording can't be written: {error}") from error


def decode(file: BinaryIO) -> Iterator[Samples]:
    """The samples of a compact file, eight seconds at a time. Raises NoAudio when it is none, or damaged."""
    try:
        with soundfile.SoundFile(file) as sound:
            yield from sound.blocks(_BLOCK_FRAMES, dtype="int16", always_2d=True)
    except soundfile.SoundFileError as error:
        raise NoAudio("this is no sound file") from error
