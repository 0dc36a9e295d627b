"""A header block means the same whether it looks like the last verified call's or not (S1)."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import agi_headers
from ivr.agi_headers import header_block, remember_names
from ivr.agi_stream import BadStream, StreamLimits

LIMITS = StreamLimits()
NAMES = st.sampled_from(["uniqueid", "callerid", "dnid", "arg_1"])
VALUES = st.text("a1: \n\"'_&é障", max_size=12)
BLOCKS = st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=5)


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """What other tests have made known stays known."""
    names = agi_headers._known.names
    yield
    remember_names(dict.fromkeys(names, ""))


def understood(block: bytes) -> dict[str, str] | str:
    """The headers, or the reason of the refusal."""
    try:
        return header_block(block, LIMITS)
    except BadStream as bad:
        return bad.reason


@given(known=st.lists(NAMES, min_size=1, max_size=4, unique=True), sent=BLOCKS)
def test_what_is_known_never_changes_what_is_understood(
    known: list[str], sent: list[tuple[str, str]]
) -> None:
    block = "\n".join(f"agi_{name}: {value}" for name, value in sent).encode()
    remember_names({"nothing_like_it": ""})
    first = understood(block)
    remember_names(dict.fromkeys(known, ""))
    assert understood(block) == first


def test_a_block_of_known_names_is_read_with_its_values() -> None:
    remember_names({"uniqueid": "1.1", "callerid": "5550"})
    assert understood('agi_uniqueid: 1.2\nagi_callerid: 障碍: "x"'.encode()) == {
        "uniqueid": "1.2",
        "callerid": '障碍: "x"',
    }
    assert understood(b"agi_uniqueid: 1.2\nagi_callerid: 1\nagi_callerid: 2") == "duplicate_header"
    assert understood(b"agi_callerid: 1\nagi_uniqueid: 1.2") == {"callerid": "1", "uniqueid": "1.2"}
