"""G.711: the published code points, and that nothing audible is lost on a round trip."""

import numpy as np
import pytest

from testcalls.g711 import Codec


@pytest.mark.parametrize(
    ("codec", "code", "value"),
    [
        (Codec.PCMA, 0xD5, 8),  # smallest positive step of table 1a
        (Codec.PCMA, 0x55, -8),
        (Codec.PCMA, 0xAA, 32256),  # virtual decision value of the largest step
        (Codec.PCMA, 0x2A, -32256),
        (Codec.PCMU, 0xFF, 0),
        (Codec.PCMU, 0x80, 32124),  # largest step of table 2a
        (Codec.PCMU, 0x00, -32124),
    ],
)
def test_code_points_of_the_standard(codec: Codec, code: int, value: int) -> None:
    assert codec.decode(bytes([code])).tolist() == [value]
    assert codec.encode(np.array([value], np.int16)) == bytes([code])


@pytest.mark.parametrize("codec", list(Codec))
def test_decoding_and_encoding_again_gives_the_same_codes(codec: Codec) -> None:
    codes = bytes(range(256))
    again = codec.encode(codec.decode(codes))
    different = [n for n in range(256) if again[n] != n]
    assert different in ([], [0x7F])  # µ-law has two zeros; both decode to 0


@pytest.mark.parametrize("codec", list(Codec))
def test_every_sample_stays_within_its_step(codec: Codec) -> None:
    samples = np.arange(-32768, 32768).astype(np.int16)
    error = np.abs(codec.decode(codec.encode(samples)).astype(np.int64) - samples)
    assert (
        error <= np.maximum(np.abs(samples.astype(np.int64)) / 16, 16) + (np.abs(samples) > 32000) * 700
    ).all()
