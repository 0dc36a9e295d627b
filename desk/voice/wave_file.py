"""What the header of a WAV file promises, and putting it right when its writer died (R12).

Asterisk writes the lengths when it closes the file: a header that agrees with the file's size means finished.
"""

import struct
from pathlib import Path

HEADER_BYTES = 44
"""Of the plain PCM header that Asterisk writes."""
_RIFF_EXTRA = 36
"""What the RIFF length counts besides the samples."""


def is_closed(path: Path, size: int) -> bool:
    """Whether the header agrees with the file's size. An empty one never does: it may have just begun."""
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    return size > HEADER_BYTES and _samples(header) == size - HEADER_BYTES


def repair(path: Path) -> bool:
    """Put a header right that was never completed; true: it had to be. Other forms are left alone."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        header = file.read(HEADER_BYTES)
        if len(header) < HEADER_BYTES or header[36:40] != b"data" or _samples(header) == size - HEADER_BYTES:
            return False
        samples = size - HEADER_BYTES
        file.seek(4)
        file.write(struct.pack("<I", samples + _RIFF_EXTRA))
        file.seek(HEADER_BYTES - 4)
        file.write(struct.pack("<I", samples))
    return True


def _samples(header: bytes) -> int:
    """Bytes of samples that the header promises; -1: it is no header of this form."""
    if len(header) < HEADER_BYTES or header[:4] != b"RIFF" or header[36:40] != b"data":
        return -1
    return int(struct.unpack("<I", header[40:44])[0])
