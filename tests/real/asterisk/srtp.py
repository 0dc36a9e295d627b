"""SRTP with the keys of a session description (RFC 3711, RFC 4568): AES_CM_128_HMAC_SHA1_80, nothing more."""

import base64
import hmac
import re
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

SUITE = "AES_CM_128_HMAC_SHA1_80"
MASTER_BYTES = 30
"""A key of 16 bytes and a salt of 14 (RFC 4568 section 6.2)."""
_HEADER, _TAG = 12, 10
_CIPHER, _AUTHENTICATION, _SALT = 0, 1, 2
_CRYPTO = re.compile(rf"^a=crypto:\d+ {SUITE} inline:([A-Za-z0-9+/=]+)", re.MULTILINE)


class ForgedPacket(ValueError):  # noqa: N818 - what was found
    """The packet was not made with this key."""


def crypto_line(master: bytes) -> str:
    """The attribute that offers a master key."""
    return f"a=crypto:1 {SUITE} inline:{base64.b64encode(master).decode()}"


def offered_master(description: str) -> bytes | None:
    """The master key in a description, None when it has none of this suite."""
    found = _CRYPTO.search(description)
    return base64.b64decode(found[1]) if found else None


class Srtp:
    """One direction of one stream. Headers have 12 bytes here: no contributing sources, no extension."""

    def __init__(self, master: bytes) -> None:
        key, salt = master[:16], master[16:MASTER_BYTES]
        self._key = _derived(key, salt, _CIPHER, 16)
        self._authentication = _derived(key, salt, _AUTHENTICATION, 20)
        self._salt = int.from_bytes(_derived(key, salt, _SALT, 14)) << 16
        self._last, self._rolled = 0, 0

    def protect(self, packet: bytes) -> bytes:
        """A packet as it goes over the wire."""
        index = self._index(packet)
        sealed = packet[:_HEADER] + self._crypt(packet, index)
        return sealed + self._tag(sealed, index)

    def unprotect(self, sealed: bytes) -> bytes:
        """The packet that was protected. Raises ForgedPacket."""
        index = self._index(sealed)
        packet, tag = sealed[:-_TAG], sealed[-_TAG:]
        if not hmac.compare_digest(tag, self._tag(packet, index)):
            raise ForgedPacket("another key, or a changed packet")
        return packet[:_HEADER] + self._crypt(packet, index)

    def _index(self, packet: bytes) -> int:
        """Section 3.3.1: how often the sequence number has rolled over, and the number."""
        sequence = int.from_bytes(packet[2:4])
        if self._last - sequence > 1 << 15:
            self._rolled += 1
        self._last = sequence
        return self._rolled << 16 | sequence

    def _crypt(self, packet: bytes, index: int) -> bytes:
        """Section 4.1.1: the payload under AES in counter mode, to and fro."""
        source = int.from_bytes(packet[8:12])
        counter = self._salt ^ source << 64 ^ index << 16
        return _aes(self._key, counter, packet[_HEADER:])

    def _tag(self, packet: bytes, index: int) -> bytes:
        """Section 4.2.1."""
        covered = packet + (index >> 16).to_bytes(4)
        return hmac.digest(self._authentication, covered, sha1)[:_TAG]


def _derived(key: bytes, salt: bytes, label: int, size: int) -> bytes:
    """Section 4.3.1, with a key derivation rate of 0."""
    counter = (int.from_bytes(salt) ^ label << 48) << 16
    return _aes(key, counter, bytes(size))


def _aes(key: bytes, counter: int, data: bytes) -> bytes:
    return Cipher(AES(key), CTR(counter.to_bytes(16))).encryptor().update(data)
