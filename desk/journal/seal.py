"""A line of JSON that knows whether it is whole: its last field is a CRC-32 of every byte before (R10, R11)."""

from zlib import crc32

_CRC = b',"crc":"'


class BrokenLine(ValueError):  # noqa: N818 - a state of the line
    """A line of a journal that is torn, changed, or of an unknown form."""


def sealed(body: bytes) -> bytes:
    """A JSON object without its closing brace as a whole line, newline included."""
    return body + _CRC + f'{crc32(body):08x}"}}\n'.encode()


def opened(line: bytes) -> bytes:
    """The JSON object of a line, without its checksum. Raises BrokenLine."""
    body, found, checksum = line.rstrip(b"\n").rpartition(_CRC)
    if not found or checksum != f'{crc32(body):08x}"}}'.encode():
        raise BrokenLine("checksum")
    return body + b"}"
