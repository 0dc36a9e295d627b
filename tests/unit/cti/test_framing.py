"""Bytes in, blocks out: whatever the packets look like (design decision 8)."""

import pytest

from cti.ami.framing import MAX_BLOCK, Framer, NotAsterisk

STREAM = (
    "Asterisk Call Manager/11.0.0\r\n"
    "Response: Success\r\nActionID: a\r\n\r\n"
    "Event: Newchannel\r\nCallerIDName: 障碍申告\r\n\r\n"
    "\r\n\r\n"
    "Event: Hangup\r\nCallerIDName: 客服🙂\r\n\r\n"
).encode()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_pieces_of_any_size_give_the_same_blocks(size: int) -> None:
    framer = Framer()
    blocks: list[bytes] = []
    for start in range(0, len(STREAM), size):
        blocks += framer.feed(STREAM[start : start + size])
    assert framer.version == "11.0.0"
    assert [block.decode() for block in blocks] == [
        "Response: Success\r\nActionID: a",
        "Event: Newchannel\r\nCallerIDName: 障碍申告",
        "Event: Hangup\r\nCallerIDName: 客服🙂",
    ]


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [
        (b"SSH-2.0-OpenSSH\r\n", "another protocol"),
        (b"\r\n", "nothing at all"),
        (b"Asterisk Call Manager/" + b"1" * 400, "a greeting that does not end"),
        (b"Asterisk Call Manager/" + b"1" * 400 + b"\r\n", "a greeting that is too long"),
    ],
)
def test_a_peer_that_greets_otherwise_is_refused(greeting: bytes, reason: str) -> None:
    with pytest.raises(NotAsterisk):
        Framer().feed(greeting)


@pytest.mark.parametrize("size", [999, 65_536, 10_000_000])
def test_an_over_long_block_is_dropped_and_memory_stays_bounded(size: int) -> None:
    framer = Framer()
    framer.feed(b"Asterisk Call Manager/11\r\n")
    stream = b"Event: X\r\nA: " + b"y" * (3 * MAX_BLOCK) + b"\r\n\r\nEvent: Y\r\n\r\n"
    blocks: list[bytes] = []
    for start in range(0, len(stream), size):
        blocks += framer.feed(stream[start : start + size])
        assert len(framer._rest) <= MAX_BLOCK
    assert blocks == [b"Event: Y"]
    assert framer.oversized == 1
