"""RTP packets (RFC 3550) and keys (RFC 4733)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testcalls.rtp import Packet, RtpError, key_packets, key_pressed


@given(
    st.sampled_from([0, 8, 63, 96, 101, 127]),
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.binary(max_size=200),
    st.booleans(),
)
def test_what_is_sent_reads_back(
    kind: int, sequence: int, stamp: int, ssrc: int, payload: bytes, marker: bool
) -> None:
    packet = Packet(kind, sequence, stamp, ssrc, payload, marker)
    assert Packet.decode(packet.encode()) == packet


HEAD = bytes([0x80, 8, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3])


@pytest.mark.parametrize(
    ("data", "payload"),
    [
        (HEAD + b"ab", b"ab"),
        (bytes([0x81]) + HEAD[1:] + b"\0\0\0\7" + b"ab", b"ab"),  # one contributing source
        (bytes([0x90]) + HEAD[1:] + b"\xbe\xde\0\1" + b"extn" + b"ab", b"ab"),  # a header extension
        (bytes([0xA0]) + HEAD[1:] + b"ab\0\0\3", b"ab"),  # padding
    ],
)
def test_optional_parts_are_left_out(data: bytes, payload: bytes) -> None:
    assert Packet.decode(data).payload == payload


@pytest.mark.parametrize(
    "data",
    [
        b"",
        HEAD[:11],
        bytes([0x40]) + HEAD[1:],  # version 1
        bytes([0x80, 200]) + HEAD[2:],  # RTCP sender report
        bytes([0x8F]) + HEAD[1:],  # fifteen sources announced, none there
        bytes([0x90]) + HEAD[1:],  # extension announced, not there
        bytes([0xA0]) + HEAD[1:] + b"\xff",  # more padding than packet
    ],
)
def test_what_is_no_rtp_is_refused(data: bytes) -> None:
    with pytest.raises(RtpError):
        Packet.decode(data)


@given(st.binary(max_size=64))
def test_no_bytes_do_more_harm_than_a_refusal(data: bytes) -> None:
    try:
        Packet.decode(data)
    except RtpError:
        return


def test_one_key_is_updates_that_grow_and_an_end_sent_three_times() -> None:
    packets = key_packets("#", 100)
    heard = [key_pressed(packet.payload) for packet in packets]
    assert heard == [("#", False, n * 160) for n in range(1, 5)] + [("#", True, 800)] * 3
    assert [packet.marker for packet in packets] == [True] + [False] * 6


@pytest.mark.parametrize(("tone_ms", "updates"), [(20, 1), (40, 2), (41, 3), (250, 13), (8000, 400)])
def test_a_key_lasts_as_long_as_asked(tone_ms: int, updates: int) -> None:
    packets = key_packets("5", tone_ms)
    assert len(packets) == updates + 2
    assert key_pressed(packets[-1].payload) == ("5", True, updates * 160)


@pytest.mark.parametrize(("key", "tone_ms"), [("", 100), ("x", 100), ("12", 100), ("1", 0), ("1", 8001)])
def test_no_telephone_has_such_a_key(key: str, tone_ms: int) -> None:
    with pytest.raises(ValueError, match="a key is"):
        key_packets(key, tone_ms)


@pytest.mark.parametrize("payload", [b"", b"\1\0\0", bytes([16, 0, 0, 0])])
def test_other_events_are_no_keys(payload: bytes) -> None:
    assert key_pressed(payload) is None
