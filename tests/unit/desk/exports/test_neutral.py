"""S14: no cell of an export can begin like a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.exports.neutral import FORMULA_BEGINNINGS, neutral

TEXTS = [
    ("equals", "=1+1", "'=1+1"),
    ("plus, as in international numbers", "+8655501234", "'+8655501234"),
    ("minus", "-2+3", "'-2+3"),
    ("at", "@SUM(A1)", "'@SUM(A1)"),
    ("tab", "\t=1+1", "'\t=1+1"),
    ("carriage return", "\r=1+1", "'\r=1+1"),
    ("line feed", "\n=1+1", "'\n=1+1"),
    ("full-width equals", "＝1+1", "'＝1+1"),
    ("blanks in front", "  =1+1", "'  =1+1"),
    ("a full-width blank in front", "　=1+1", "'　=1+1"),
    ("a programme call", "=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
    ("inside is harmless", "a=b", "a=b"),
    ("a number", "55501234", "55501234"),
    ("Chinese", "样例用户", "样例用户"),
    ("nothing", "", ""),
    ("blanks alone", "  ", "  "),
]


@pytest.mark.parametrize(("reason", "text", "cell"), TEXTS, ids=[row[0] for row in TEXTS])
def test_formulas_become_text(reason: str, text: str, cell: str) -> None:
    assert neutral(text) == cell, reason


@given(st.text())
def test_no_text_begins_like_a_formula_and_none_is_lost(text: str) -> None:
    cell = neutral(text)
    assert cell.lstrip()[:1] not in FORMULA_BEGINNINGS or not cell
    assert cell.endswith(text)
