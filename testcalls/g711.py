"""G.711 A-law and µ-law as numpy tables (ITU-T G.711): what a test call speaks and hears on the telephone side."""

from enum import Enum

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""Linear audio: 8 kHz, mono, 16 bit."""

RATE = 8000


def _alaw_decoded() -> Samples:
    code = np.arange(256) ^ 0x55
    step, segment = (code & 0x0F) << 4, (code & 0x70) >> 4
    size = np.where(segment == 0, step + 8, (step + 0x108) << np.maximum(segment - 1, 0))
    return np.where(code & 0x80, size, -size).astype(np.int16)


def _alaw_encoded() -> NDArray[np.uint8]:
    value = np.arange(-32768, 32768) >> 3
    mask = np.where(value >= 0, 0xD5, 0x55)
    size = np.where(value >= 0, value, -value - 1)
    segment = np.searchsorted([0x1F, 0x3F, 0x7F, 0xFF, 0x1FF, 0x3FF, 0x7FF], size)
    step = (size >> np.maximum(segment, 1)) & 0x0F
    return ((segment << 4 | step) ^ mask).astype(np.uint8)


def _ulaw_decoded() -> Samples:
    code = ~np.arange(256)
    size = ((((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84
    return np.where(code & 0x80, -size, size).astype(np.int16)


def _ulaw_encoded() -> NDArray[np.uint8]:
    value = np.arange(-32768, 32768)
    size = np.minimum(np.abs(value), 32635) + 0x84
    segment = np.searchsorted([0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000], size, side="right")
    step = (size >> (segment + 3)) & 0x0F
    code: NDArray[np.int64] = ~(np.where(value < 0, 0x80, 0) | segment << 4 | step) & 0xFF
    return code.astype(np.uint8)


class Codec(Enum):
    """A G.711 codec; the value is its static RTP payload type (RFC 3551)."""

    PCMU = 0
    PCMA = 8

    def encode(self, samples: Samples) -> bytes:
        """One byte a sample."""
        return _ENCODED[self][samples.astype(np.int32) + 32768].tobytes()

    def decode(self, payload: bytes) -> Samples:
        """One sample a byte."""
        return _DECODED[self][np.frombuffer(payload, np.uint8)]


_ENCODED = {Codec.PCMA: _alaw_encoded(), Codec.PCMU: _ulaw_encoded()}
_DECODED = {Codec.PCMA: _alaw_decoded(), Codec.PCMU: _ulaw_decoded()}
