"""What may be said: numbers are digits by a type (S3), everything else is an id or a recording."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from ivr.said import Audio, Digits


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("0", "one digit"),
        ("87654321", "a line number"),
        ("055501234567", "leading zeros stay"),
        ("9" * 40, "the longest"),
    ],
)
def test_a_number_of_digits_is_kept_as_it_is(number: str, reason: str) -> None:
    assert Digits(number).number == number, reason


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "nothing to read"),
        ("9" * 41, "too long"),
        ("8765 4321", "a blank"),
        ("8765#", "an end key belongs to no number"),
        ("+8655501", "a sign"),
        ("８７６５", "full-width digits have no clip"),
        ("٣", "digits of another script have no clip"),
        ("²", "a power is no digit"),
        ("1\n", "a control character must not reach Asterisk"),
        ('1" "', "quotes must not reach Asterisk"),
        ("-1", "a minus"),
    ],
)
def test_anything_else_is_refused(number: str, reason: str) -> None:
    with pytest.raises(ValueError, match="1 to 40 digits"):
        Digits(number)


def test_the_number_is_not_in_the_error() -> None:
    with pytest.raises(ValueError, match="digits") as refused:
        Digits("87654321x")
    assert "8765" not in str(refused.value)


def test_equal_sayings_are_equal_and_can_be_keys() -> None:
    assert {Digits("12"), Digits("12")} == {Digits("12")}
    assert Audio(Path("/a.wav")) == Audio(Path("/a.wav"))


def test_what_is_said_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Digits("12").number = "13"  # type: ignore[misc]
