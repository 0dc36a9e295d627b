"""Which bytes of something a player asks for (RFC 9110, section 14): one range; several are answered with the whole."""

import re
from dataclasses import dataclass
from typing import ClassVar

from cti.errors import Refused

_SPEC = re.compile(r"bytes=\s*(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})\s*", re.ASCII | re.IGNORECASE)


class WrongRange(Refused):
    """The range lies behind the end."""

    status: ClassVar[int] = 416
    usual = "wrong_range"

    def __init__(self, size: int) -> None:
        super().__init__("there are no such bytes")
        self._size = size

    @property
    def headers(self) -> dict[str, str]:
        """RFC 9110, 14.4: how much there is."""
        return {"content-range": f"bytes */{self._size}"}


@dataclass(frozen=True, slots=True)
class ByteRange:
    """From `start` until before `stop`, of `size` bytes."""

    start: int
    stop: int
    size: int
    partial: bool

    @property
    def headers(self) -> dict[str, str]:
        """What the answer says of it."""
        length = {"content-length": str(self.stop - self.start), "accept-ranges": "bytes"}
        part = {"content-range": f"bytes {self.start}-{self.stop - 1}/{self.size}"}
        return length | (part if self.partial else {})

    @property
    def status(self) -> int:
        """206 or 200."""
        return 206 if self.partial else 200


def byte_range(header: str | None, size: int, *, tag: str = "", if_range: str | None = None) -> ByteRange:
    """What to send. A header that can't be understood, or whose `if_range` is another `tag`, asks for everything.

    Raises WrongRange.
    """
    whole = ByteRange(0, size, size, partial=False)
    found = _SPEC.fullmatch(header) if header is not None else None
    if found is None or (if_range is not None and if_range != tag):
        return whole
    first, last = found["first"], found["last"]
    if not first and not last:
        return whole
    if not first:
        return _part(max(0, size - int(last)), size, size)
    if last and int(last) < int(first):
        return whole
    return _part(int(first), min(size, int(last) + 1) if last else size, size)


def _part(start: int, stop: int, size: int) -> ByteRange:
    if start >= stop:
        raise WrongRange(size)
    return ByteRange(start, stop, size, partial=True)
