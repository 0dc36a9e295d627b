"""What becomes of values on their way to Asterisk (S3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.agi_arguments import arguments
from ivr.agi_encoding import MAX_COMMAND_BYTES, RefusedArgument, command, sound_list, variable_name

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@given(values=st.lists(ANY_TEXT, max_size=4))
def test_any_argument_is_refused_or_arrives_as_one_argument_of_one_line(values: list[str]) -> None:
    try:
        line = command("SET VARIABLE", *values)
    except RefusedArgument:
        assert any(not value.isprintable() for value in values)
        return
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert arguments(line[:-1].decode()) == ["SET", "VARIABLE", *values]


@given(value=st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60))
def test_printable_text_is_never_refused(value: str) -> None:
    assert arguments(command("VERBOSE", value).decode().rstrip("\n")) == ["VERBOSE", value]


@pytest.mark.parametrize(
    "character", ["\n", "\r", "\0", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"]
)
def test_what_could_end_a_line_is_refused(character: str) -> None:
    with pytest.raises(RefusedArgument):
        command("SET VARIABLE", "A", f"1{character}2")


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        pytest.param('a"b', b'VERBOSE "a\\"b"\n', id="a quote"),
        pytest.param("a\\", b'VERBOSE "a\\\\"\n', id="a backslash at the end"),
        pytest.param("", b'VERBOSE ""\n', id="nothing is an argument too"),
        pytest.param("a b", b'VERBOSE "a b"\n', id="a blank"),
    ],
)
def test_quotes_and_backslashes(value: str, encoded: bytes) -> None:
    assert command("VERBOSE", value) == encoded


def test_a_command_has_no_more_than_2_kb() -> None:
    room = MAX_COMMAND_BYTES - len('VERBOSE ""\n')
    assert len(command("VERBOSE", "x" * room)) == MAX_COMMAND_BYTES
    for value in ("x" * (room + 1), "障" * (room // 3 + 1), '"' * (room // 2 + 1)):
        with pytest.raises(RefusedArgument):
            command("VERBOSE", value)


@pytest.mark.parametrize("path", ["/a&b", "/a,b", "/${X}", "/a'b", '/a"b', "/a|b", "/a\\b", "/(a)"])
def test_a_path_that_would_split_arguments_is_refused(path: str) -> None:
    with pytest.raises(RefusedArgument):
        sound_list(["/p/V1", path])


def test_sounds_are_joined() -> None:
    assert sound_list(["/p/V1", "/p/digit_1"]) == "/p/V1&/p/digit_1"
    assert sound_list([]) == ""


@pytest.mark.parametrize("name", ["", "A B", "TIMEOUT(digit)", "A=1", "1A", "A\n", "变量", "A" * 81])
def test_names_of_variables_are_plain(name: str) -> None:
    with pytest.raises(RefusedArgument):
        variable_name(name)


def test_the_message_never_shows_the_value() -> None:
    with pytest.raises(RefusedArgument) as refused:
        command("SET VARIABLE", "A", "5550001\n")
    assert "5550001" not in str(refused.value)
