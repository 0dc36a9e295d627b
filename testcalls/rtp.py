"""RTP packets (RFC 3550) and keys as telephone-events (RFC 4733), bytes in and bytes out."""

import struct
from dataclasses import dataclass

PTIME_MS = 20
SAMPLES = 160
"""Samples in one packet of 20 ms at 8 kHz."""

KEYS = "0123456789*#ABCD"
"""Position = event code (RFC 4733 section 3.2)."""
_VOLUME = 10
_END_TIMES = 3


class RtpError(ValueError):
    """Not an RTP packet."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One RTP packet. `sequence` is 16 bit, `timestamp` and `ssrc` 32 bit, as on the wire."""

    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    marker: bool = False

    def encode(self) -> bytes:
        """The packet as sent: version 2, no padding, extension or contributing sources."""
        second = self.payload_type | (0x80 if self.marker else 0)
        header = struct.pack("!BBHII", 0x80, second, self.sequence, self.timestamp, self.ssrc)
        return header + self.payload

    @classmethod
    def decode(cls, data: bytes) -> "Packet":
        """Raises RtpError for anything that is not RTP version 2, and for RTCP (RFC 5761)."""
        if len(data) < 12 or data[0] >> 6 != 2 or 192 <= data[1] <= 223:
            raise RtpError("not an RTP packet")
        first, second, sequence, timestamp, ssrc = struct.unpack_from("!BBHII", data)
        start = 12 + 4 * (first & 0x0F)
        if first & 0x10:
            if len(data) < start + 4:
                raise RtpError("header extension cut off")
            start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4], "big")
        end = len(data) - (data[-1] if first & 0x20 else 0)
        if start > end:
            raise RtpError("header longer than the packet")
        return cls(second & 0x7F, sequence, timestamp, ssrc, data[start:end], bool(second & 0x80))


@dataclass(frozen=True, slots=True)
class KeyPacket:
    """One update of a key: its payload, how many packets after the key's first it is sent, and the mark."""

    payload: bytes
    marker: bool


def key_packets(key: str, tone_ms: int) -> list[KeyPacket]:
    """The updates of one key, 20 ms apart, all stamped with the time of its beginning (RFC 4733 section 2.5.1).

    The last one carries the end bit and is sent three times. `tone_ms` (20 to 8000) is rounded up to 20 ms.
    Raises ValueError for a key that no telephone has.
    """
    if len(key) != 1 or key.upper() not in KEYS:
        raise ValueError("a key is one of 0-9 * # A-D")
    code = KEYS.index(key.upper())
    updates = -(-tone_ms // PTIME_MS)
    if not 1 <= updates <= 400:
        raise ValueError("a key is held for 20 to 8000 ms")
    packets = [
        KeyPacket(struct.pack("!BBH", code, _VOLUME, n * SAMPLES), marker=n == 1) for n in range(1, updates)
    ]
    end = KeyPacket(struct.pack("!BBH", code, 0x80 | _VOLUME, updates * SAMPLES), marker=updates == 1)
    return [*packets, end, *[KeyPacket(end.payload, marker=False)] * (_END_TIMES - 1)]


def key_pressed(payload: bytes) -> tuple[str, bool, int] | None:
    """Key, whether it has ended, and its duration in samples; None for anything that is not a key."""
    if len(payload) < 4 or payload[0] >= len(KEYS):
        return None
    return KEYS[payload[0]], bool(payload[1] & 0x80), int.from_bytes(payload[2:4], "big")
