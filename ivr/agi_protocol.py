"""FastAGI's stream as messages, without a socket: bytes in, messages out, the unfinished rest kept.

First comes the block of `agi_name: value` lines up to the first blank line; it is read once, so that a
blank line or a second `agi_uniqueid` smuggled in by a caller's name cannot begin another one (S1). Then
come answers: `200 result=…`, `510`, `511`, `520` (its usage text may span lines), and `HANGUP` lines
between them.
"""

from typing import NamedTuple

from ivr.agi_headers import header_block
from ivr.agi_stream import BadStream, StreamLimits, text_of

HANGUP_LINE = b"HANGUP"
_PLAIN = b"200 result="
_HEADER = b"agi_"


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

DONE_ANSWERS = {b"200 result=0\n": Answer(200, "0"), b"200 result=1\n": Answer(200, "1")}
"""What comes most of the time, by its bytes."""


class AgiParser:
    """One connection's parser. After BadStream it is of no further use."""

    __slots__ = ("_limits", "_rest", "_usage", "greeted")

    def __init__(self, limits: StreamLimits | None = None) -> None:
        self._limits = limits or StreamLimits()
        self._rest = b""
        self._usage = 0
        self.greeted = False
        """Whether the header block is complete."""

    @property
    def held(self) -> int:
        """Bytes kept that no message has come of yet."""
        return len(self._rest)

    @property
    def whole(self) -> bool:
        """Whether the next byte begins an answer."""
        return self.greeted and not self._rest and not self._usage

    def feed(self, data: bytes) -> list[Message]:
        """Take bytes as they come; return the messages that are complete now. Raises BadStream."""
        if self._rest:
            data = self._rest + data
            self._rest = b""
        messages: list[Message] = []
        if not self.greeted:
            end = data.find(b"\n\n")
            if end <= 0:
                self._unfinished_block(data)
                return messages
            messages.append(Headers(header_block(data[:end], self._limits)))
            self.greeted = True
            data = data[end + 2 :]
        lines = data.split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            message = self._answer(line)
            if message is not None:
                messages.append(message)
        if len(self._rest) > self._limits.answer_line:
            raise BadStream("long_line")
        return messages

    def _unfinished_block(self, data: bytes) -> None:
        """Keep the beginning of a header block, unless it can't become one."""
        if data[:1] == b"\n":
            raise BadStream("no_headers")
        if not data.startswith(_HEADER[: len(data)]):
            raise BadStream("not_a_header")
        if len(data) - data.rfind(b"\n") - 1 > self._limits.header_line:
            raise BadStream("long_line")
        if len(data) > self._limits.header_block:
            raise BadStream("long_headers")
        self._rest = data

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
        return Answer(int(code), "", text_of(line[4:]))

    def _usage_line(self, line: bytes) -> Answer | None:
        """`520-Invalid command syntax. …`, any lines, then `520 End of proper usage.`"""
        self._usage += 1
        if self._usage > self._limits.usage_lines:
            raise BadStream("long_usage")
        if not line.startswith(b"520 "):
            return None
        self._usage = 0
        return Answer(520, "", text_of(line[4:]))


def _plain_answer(line: bytes) -> Answer:
    """`200 result=1`, `200 result=1 (value)`, `200 result=0 (timeout) endpos=1600`."""
    text = text_of(line[11:])
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
