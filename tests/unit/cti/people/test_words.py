"""Text that people enter (S12): nothing that cannot be seen, nothing that turns the direction round."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.people.words import cleaned

ROWS = [
    ("plain", "Sample Person", "Sample Person"),
    ("Chinese", "样例 客户", "样例 客户"),
    ("right-to-left override", "a\u202egnp.exe", "agnp.exe"),
    ("isolates and marks", "\u2066a\u2069\u200e\u200f\u061cb", "ab"),
    ("zero width", "a\u200bb\ufeffc", "abc"),
    ("control characters", "a\x00b\x1b[31mc\x7f", "ab[31mc"),
    ("line breaks are spaces", "a\r\nb\u2028c\td", "a b c d"),
    ("spaces around", "  a \u3000 b ", "a b"),
    ("script stays text", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("one form of the same letter", "e\u0301", "é"),
    ("a lone surrogate", "a\ud800b", "ab"),
    ("nothing left", "\u202e\u200b", ""),
]


@pytest.mark.parametrize(("reason", "text", "clean"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_left(reason: str, text: str, clean: str) -> None:
    assert cleaned(text) == clean


@given(st.text())
def test_nothing_unseen_is_left_and_cleaning_twice_changes_nothing(text: str) -> None:
    clean = cleaned(text)
    assert {unicodedata.category(letter) for letter in clean} & {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    } == set()
    assert cleaned(clean) == clean
    clean.encode()
