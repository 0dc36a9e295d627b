"""Encryption at rest that can be read from anywhere in the middle: AES-256-GCM over chunks of 64 KB.

The layout is that of STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): each object has a key of its own, derived by
HKDF-SHA-256 (RFC 5869) from the key file and 16 random bytes, so that no nonce ever serves twice; a chunk's nonce is
its number and whether it is the last, so chunks can be neither exchanged, repeated nor cut off unseen. The header is
authenticated with every chunk.

    header  8 bytes `FLSEAL1\\n`, 4 chunk size, 8 length of the plain object (big-endian), 16 salt
    chunks  each: up to 65,536 bytes encrypted, and a tag of 16
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from recordings.errors import NoAudio

CHUNK_BYTES = 65_536
TAG_BYTES = 16
_MAGIC = b"FLSEAL1\n"
_FIELDS = struct.Struct(">8sIQ16s")
HEADER_BYTES = _FIELDS.size
_NONCE = struct.Struct(">7xI?")
_PURPOSE = b"faultline recording "


@dataclass(frozen=True, slots=True)
class Header:
    """The beginning of a sealed object."""

    size: int
    """Of the plain object."""
    salt: bytes
    chunk: int = CHUNK_BYTES

    def pack(self) -> bytes:
        """As bytes."""
        return _FIELDS.pack(_MAGIC, self.chunk, self.size, self.salt)

    @classmethod
    def parse(cls, data: bytes) -> "Header":
        """Read it. Raises NoAudio when it is none."""
        if len(data) != HEADER_BYTES or not data.startswith(_MAGIC):
            raise NoAudio("not a sealed recording")
        _, chunk, size, salt = _FIELDS.unpack(data)
        if chunk != CHUNK_BYTES:
            raise NoAudio("sealed with another chunk size")
        return cls(size, salt)

    @property
    def chunks(self) -> int:
        """How many there are; an empty object has one, empty."""
        return max(1, -(-self.size // self.chunk))

    def cipher(self, key: bytes) -> AESGCM:
        """The object's own cipher."""
        return AESGCM(HKDF(SHA256(), 32, self.salt, _PURPOSE).derive(key))

    def nonce(self, number: int) -> bytes:
        """Of one chunk."""
        return _NONCE.pack(number, number == self.chunks - 1)


def seal(source: BinaryIO, size: int, target: BinaryIO, key: bytes) -> None:
    """Encrypt `size` bytes. Raises OSError, ValueError when the source is shorter."""
    header = Header(size, os.urandom(16))
    packed, cipher = header.pack(), header.cipher(key)
    target.write(packed)
    left = size
    for number in range(header.chunks):
        plain = source.read(min(left, CHUNK_BYTES))
        left -= len(plain)
        target.write(cipher.encrypt(header.nonce(number), plain, packed))
    if left:
        raise ValueError("the source is shorter than it was")


class Sealed:
    """A sealed object, open for reading. Raises NoAudio when it is none."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file = file
        self._packed = file.read(HEADER_BYTES)
        self._header = Header.parse(self._packed)
        self._cipher = self._header.cipher(key)
        self.size = self._header.size
        """Of the plain object."""
        if self.size == 0:
            self._chunk(0)  # nothing else would be read that tells whether this is true

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """Plain bytes from `start` until before `stop`, both within the size. Raises NoAudio, OSError."""
        if start >= stop:
            return
        for number in range(start // CHUNK_BYTES, (stop - 1) // CHUNK_BYTES + 1):
            begins = number * CHUNK_BYTES
            yield self._chunk(number)[max(0, start - begins) : stop - begins]

    def _chunk(self, number: int) -> bytes:
        self._file.seek(HEADER_BYTES + number * (CHUNK_BYTES + TAG_BYTES))
        plain = min(CHUNK_BYTES, self.size - number * CHUNK_BYTES)
        sealed = self._file.read(plain + TAG_BYTES)
        try:
            return self._cipher.decrypt(self._header.nonce(number), sealed, self._packed)
        except (InvalidTag, ValueError) as error:
            raise NoAudio("the recording was changed, or the key is another one") from error
