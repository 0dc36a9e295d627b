"""A fact's line in the journal: what goes in comes out, and damage is noticed (R10, R11)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.journal.fact import BrokenLine, Fact

AT = datetime(2026, 11, 22, 23, 59, 59, 999999, tzinfo=UTC)


def _fact(**changes: Any) -> Fact:
    values: dict[str, Any] = {
        "node": "node1",
        "boot": "b1",
        "sequence": 7,
        "at": AT,
        "mono": 12.5,
        "call": "node1-170.1",
        "kind": "step",
    }
    return Fact(**values | changes)


@given(
    data=st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.lists(st.text())),
    call=st.text(),
)
def test_comes_back_as_it_was(data: dict[str, Any], call: str) -> None:
    fact = _fact(data=data, call=call)
    line = fact.line()
    assert line.count(b"\n") == 1  # whatever a caller sends, a fact is one line
    assert Fact.parse(line) == fact


LINE = _fact(data={"name": "V1"}).line()
DAMAGED = [
    (LINE[:-20], "torn by a crash in mid-write"),
    (LINE[1:], "its beginning lost"),
    (b"", "nothing at all"),
    (b"\n", "an empty line"),
    (b"\0" * 200 + b"\n", "a hole that a power cut left"),
    (LINE.replace(b"V1", b"V2"), "changed after it was written"),
    (LINE[:40] + LINE, "a torn line with the next one behind it"),
]


@pytest.mark.parametrize(("line", "reason"), DAMAGED, ids=[reason for _, reason in DAMAGED])
def test_damage_is_noticed(line: bytes, reason: str) -> None:
    with pytest.raises(BrokenLine):
        Fact.parse(line)


@given(cut=st.integers(min_value=0, max_value=len(LINE) - 2))
def test_every_torn_length_is_noticed(cut: int) -> None:
    with pytest.raises(BrokenLine):
        Fact.parse(LINE[:cut])
