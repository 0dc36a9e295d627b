"""RFC 9110, section 14: which bytes are sent for which header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.http.byte_range import ByteRange, WrongRange, byte_range

ROWS = [
    (None, (0, 100, 200), "no header: all"),
    ("bytes=0-", (0, 100, 206), "what players ask first"),
    ("bytes=0-0", (0, 1, 206), "one byte"),
    ("bytes=10-19", (10, 20, 206), "the last byte counts"),
    ("bytes=90-1000", (90, 100, 206), "past the end: until the end"),
    ("bytes=99-", (99, 100, 206), "the last byte"),
    ("bytes=-10", (90, 100, 206), "the last ten"),
    ("bytes=-1000", (0, 100, 206), "more than there is, from the end"),
    ("BYTES=1-2", (1, 3, 206), "units are case-insensitive"),
    ("bytes=5-4", (0, 100, 200), "backwards: not a range"),
    ("bytes=0-1,5-6", (0, 100, 200), "several: all of it"),
    ("bytes=-", (0, 100, 200), "nothing said"),
    ("bytes=a-b", (0, 100, 200), "not numbers"),
    ("items=0-1", (0, 100, 200), "another unit"),
    ("bytes=٣-٤", (0, 100, 200), "digits of another script"),
    ("bytes=" + "9" * 19 + "-", (0, 100, 200), "too many digits"),
    ("bytes=100-", None, "behind the end"),
    ("bytes=-0", None, "the last none"),
]


@pytest.mark.parametrize(("header", "expected", "why"), ROWS, ids=[row[2] for row in ROWS])
def test_what_is_sent(header: str | None, expected: tuple[int, int, int] | None, why: str) -> None:
    if expected is None:
        with pytest.raises(WrongRange) as refused:
            byte_range(header, 100)
        assert (refused.value.status, refused.value.headers) == (416, {"content-range": "bytes */100"})
        return
    found = byte_range(header, 100)
    assert (found.start, found.stop, found.status) == expected


def test_what_the_answer_says() -> None:
    assert byte_range("bytes=10-19", 100).headers == {
        "content-length": "10",
        "accept-ranges": "bytes",
        "content-range": "bytes 10-19/100",
    }
    assert byte_range(None, 100).headers == {"content-length": "100", "accept-ranges": "bytes"}


def test_a_changed_object_is_sent_whole() -> None:
    """If-Range: the player has the beginning of something else."""
    assert byte_range("bytes=5-", 100, tag='"a"', if_range='"a"').status == 206
    assert byte_range("bytes=5-", 100, tag='"a"', if_range='"b"') == ByteRange(0, 100, 100, partial=False)


def test_nothing_of_nothing() -> None:
    assert byte_range(None, 0) == ByteRange(0, 0, 0, partial=False)
    with pytest.raises(WrongRange):
        byte_range("bytes=0-", 0)


@given(st.text(max_size=30).map(lambda text: f"bytes={text}"), st.integers(0, 1000))
def test_never_more_than_there_is(header: str, size: int) -> None:
    try:
        found = byte_range(header, size)
    except WrongRange:
        return
    assert 0 <= found.start <= found.stop <= size
