"""Which of the two encodings a file has: UTF-8, with or without a byte order mark, or GB18030."""

import codecs
from pathlib import Path

from desk.imports.refusal import ImportRefused

PIECE_BYTES = 1 << 20


def encoding_of(file: Path) -> str:
    """The file's encoding, found by decoding all of it strictly. Raises ImportRefused, OSError.

    UTF-8 is tried first: Chinese text in GB18030 is practically never valid UTF-8, the reverse often is.
    """
    if _decodes(file, "utf-8") is None:
        return "utf-8-sig"
    failed_at = _decodes(file, "gb18030")
    if failed_at is None:
        return "gb18030"
    line = _line_of(file, failed_at)
    raise ImportRefused(f"neither UTF-8 nor GB18030: line {line} cannot be read", "encoding", line=line)


def _decodes(file: Path, encoding: str) -> int | None:
    """None when all of it decodes, else about where it does not, in bytes from the start."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    read = 0
    with file.open("rb") as stream:
        while True:
            piece = stream.read(PIECE_BYTES)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return read - held + error.start
            if not piece:
                return None
            read += len(piece)


def _line_of(file: Path, position: int) -> int:
    with file.open("rb") as stream:
        line = 1
        while position > 0 and (piece := stream.read(min(PIECE_BYTES, position))):
            line += piece.count(b"\n")
            position -= len(piece)
    return line
