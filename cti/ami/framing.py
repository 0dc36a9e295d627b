"""Bytes of a manager connection in, whole blocks out: no sockets, no text, nothing lost between two packets.

A block is a run of `Name: value` lines that ends with an empty line; Asterisk greets with one banner line
first. Decoding happens per block, so a multi-byte character cut by a packet stays whole (design decision 8).
"""

from dataclasses import dataclass, field

BANNER = b"Asterisk Call Manager/"
MAX_BANNER = 256
MAX_BLOCK = 65_536

_EOL = b"\r\n"
_END = b"\r\n\r\n"


class NotAsterisk(Exception):  # noqa: N818 - says what the peer is
    """The peer did not greet as an Asterisk manager does."""


@dataclass(slots=True)
class Framer:
    """Cuts a stream into blocks. Blocks over `MAX_BLOCK` bytes are dropped and counted in `oversized`."""

    version: str = ""
    """From the banner, such as `11.0.0`; empty until the peer has greeted."""
    oversized: int = 0
    _rest: bytearray = field(default_factory=bytearray)
    _skipping: bool = False

    def feed(self, data: bytes) -> list[bytes]:
        """Take the next bytes and return the blocks that are now complete. Raises NotAsterisk."""
        self._rest += data
        if not self.version and not self._greeted():
            return []
        blocks = []
        while (end := self._rest.find(_END)) >= 0:
            block = bytes(self._rest[:end])
            del self._rest[: end + len(_END)]
            if self._skipping or end > MAX_BLOCK:
                self._skipping = False
                self.oversized += 1
            elif block.strip(_EOL):
                blocks.append(block.strip(_EOL))
        self._bound()
        return blocks

    def _greeted(self) -> bool:
        if bytes(self._rest[: len(BANNER)]) != BANNER[: len(self._rest)]:
            raise NotAsterisk("the peer does not greet like an Asterisk manager")
        end = self._rest.find(_EOL)
        if end > MAX_BANNER or (end < 0 and len(self._rest) > MAX_BANNER):
            raise NotAsterisk("the peer's greeting does not end")
        if end < 0:
            return False
        self.version = bytes(self._rest[len(BANNER) : end]).decode("ascii", "replace").strip() or "unknown"
        del self._rest[: end + len(_EOL)]
        return True

    def _bound(self) -> None:
        """Keep only what may still become the end of a block once the block is too long."""
        if len(self._rest) > MAX_BLOCK:
            self._skipping = True
            del self._rest[: -(len(_END) - 1)]
