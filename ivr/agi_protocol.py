"""FastAGI's stream as messages, without a socket: bytes in, messages out, the unfinished rest kept.

First comes the block of `agi_name: value` lines up to the first blank line; it is read once, so that a
blank line or a second `agi_uniqueid` smuggled in by a caller's name cannot begin another one (S1). Then
come answers: `200 result=…`, `510`, `511`, `520` (its usage text may span lines), and `HANGUP` lines
between them.
"""

from dataclasses import dataclass
from typing import NamedTuple

HANGUP_LINE = b"HANGUP"
_PLAIN = b"200 result="


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


class Headers(NamedTuple):
    """The header block: names without `agi_`, values as Asterisk sent them."""

    values: dict[str, str]


class Answer(NamedTuple):
    """One answer. `result` may be empty; `data` is what stood in parentheses; `endpos` in samples."""

    code: int
    result: str
    data: str = ""
    endpos: int | None = None


class HungUp(NamedTuple):
    """The line `HANGUP`: the channel is gone, whatever is still under way."""


Message = Headers | Answer | HungUp


class AgiParser:
    """One connection's parser. After BadStream it is of no further use."""

    __slots__ = ("_block", "_headers", "_limits", "_names", "_rest", "_usage")

    def __init__(self, limits: StreamLimits | None = None) -> None:
        self._limits = limits or StreamLimits()
        self._rest = b""
        self._headers: dict[str, str] | None = {}
        self._block = 0
        self._usage = 0

    @property
    def greeted(self) -> bool:
        """Whether the header block is complete."""
        return self._headers is None

    def feed(self, data: bytes) -> list[Message]:
        """Take bytes as they come; return the messages that are complete now. Raises BadStream."""
        lines = (self._rest + data if self._rest else data).split(b"\n")
        self._rest = lines.pop()
        messages: list[Message] = []
        for line in lines:
            message = self._answer(line) if self._headers is None else self._header(line)
            if message is not None:
                messages.append(message)
        limit = self._limits.answer_line if self._headers is None else self._limits.header_line
        if len(self._rest) > limit:
            raise BadStream("long_line")
        return messages

    def _header(self, line: bytes) -> Headers | None:
        headers = self._headers
        assert headers is not None  # noqa: S101 - feed() asked
        if not line:
            if not headers:
                raise BadStream("no_headers")
            self._headers = None
            return Headers(headers)
        self._block += len(line) + 1
        if len(line) > self._limits.header_line:
            raise BadStream("long_line")
        if self._block > self._limits.header_block or len(headers) >= self._limits.headers:
            raise BadStream("long_headers")
        name, value = _header_pair(line)
        if name in headers:
            raise BadStream("duplicate_header")
        headers[name] = value
        return None

    def _answer(self, line: bytes) -> Message | None:
        if len(line) > self._limits.answer_line:
            raise BadStream("long_line")
        if self._usage:
            return self._usage_line(line)
        if line.startswith(_PLAIN):
            return _plain_answer(line)
        if line == HANGUP_LINE:
            return HungUp()
        code = line[:3]
        if code not in (b"200", b"510", b"511", b"520") or line[3:4] not in (b" ", b"-"):
            raise BadStream("not_an_answer")
        if line[3:4] == b"-":
            self._usage = 1
            return None
        return Answer(int(code), "", _text(line[4:]))

    def _usage_line(self, line: bytes) -> Answer | None:
        """`520-Invalid command syntax. …`, any lines, then `520 End of proper usage.`"""
        self._usage += 1
        if self._usage > self._limits.usage_lines:
            raise BadStream("long_usage")
        if not line.startswith(b"520 "):
            return None
        self._usage = 0
        return Answer(520, "", _text(line[4:]))


def _header_pair(line: bytes) -> tuple[str, str]:
    name, colon, value = line.partition(b": ")
    if not colon:
        name, colon, value = line.partition(b":")
    if not (name.startswith(b"agi_") and colon and name.replace(b"_", b"a").isalnum() and name.islower()):
        raise BadStream("not_a_header")
    return name[4:].decode("ascii"), _text(value)


def _text(raw: bytes) -> str:
    """Text of a line; control bytes or broken UTF-8 in it mean that somebody plays with the stream."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise BadStream("binary") from None
    if not text.isprintable() and any(character < " " or character == "\x7f" for character in text):
        raise BadStream("control_bytes")
    return text


def _plain_answer(line: bytes) -> Answer:
    """`200 result=1`, `200 result=1 (value)`, `200 result=0 (timeout) endpos=1600`."""
    text = _text(line[11:])
    result, space, rest = text.partition(" ")
    if not space:
        return Answer(200, result)
    position = None
    before, mark, samples = rest.rpartition("endpos=")
    if mark and samples.isdecimal() and len(samples) <= 18 and before[-2:] in ("", ") "):
        position, rest = int(samples), before.rstrip(" ")
    if rest and not (rest[0] == "(" and rest[-1] == ")"):
        raise BadStream("not_an_answer")
    return Answer(200, result, rest[1:-1], position)
