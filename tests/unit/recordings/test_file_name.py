"""S16: names of recordings are made of unique ids; everything else is left alone."""

import pytest

from recordings.file_name import FileName

GOOD = [
    ("node1-1763812345.12-0.raw", "node1-1763812345.12", 0),
    ("1763812345.12-13.raw", "1763812345.12", 13),
]
BAD = [
    ("", "nothing"),
    ("node1-1.1.raw", "no number"),
    ("node1-1.1-0.wav", "another ending"),
    ("../x-0.raw", "a path"),
    ("a..b-0.raw", "two dots"),
    (".x-0.raw", "hidden"),
    ("-x-0.raw", "looks like an option"),
    ("a/b-0.raw", "a folder"),
    ("a b-0.raw", "a blank"),
    ("a;b-0.raw", "a shell's sign"),
    ("a-0.raw\n", "a line break"),
    ("a-٣.raw", "digits of another script"),
    ("a" * 81 + "-0.raw", "longer than a call's id"),
    ("a-12345.raw", "more recordings than a call can have"),
]


@pytest.mark.parametrize(("text", "call", "n"), GOOD)
def test_a_name_of_the_dialplan(text: str, call: str, n: int) -> None:
    found = FileName.parse(text)
    assert found == FileName(call, n, text)
    assert found.stem + ".raw" == text


@pytest.mark.parametrize(("text", "why"), BAD, ids=[why for _, why in BAD])
def test_any_other_name(text: str, why: str) -> None:
    assert FileName.parse(text) is None
