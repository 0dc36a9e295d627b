"""What FastAGI's stream may consist of: how much of it, and text without control bytes (S1, S7)."""

from dataclasses import dataclass

CONTROLS = bytes((*range(32), 127))


class BadStream(ValueError):  # noqa: N818 - named after what was found
    """The peer does not speak FastAGI, or more of it than allowed. `reason` is a fixed word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """Sizes in bytes. Asterisk's own answers stay far below them (its commands are limited to 2 KB)."""

    header_block: int = 16_384
    header_line: int = 2_048
    headers: int = 64
    answer_line: int = 8_191
    usage_lines: int = 64


def text_of(raw: bytes, refused: bytes = CONTROLS) -> str:
    """Text of a line; control bytes or broken UTF-8 in it mean that somebody plays with the stream."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise BadStream("binary") from None
    if len(raw.translate(None, refused)) != len(raw):
        raise BadStream("control_bytes")
    return text
