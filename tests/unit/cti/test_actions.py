"""One serializer, typed actions, nothing a caller or a browser sends becomes a line of its own (S2)."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from cti.ami.actions import MAX_LINE, AmiAction, Login, Redirect, Setvar, Status, UnsafeValue, serialize

ACTIONS = list({kind.__name__: kind for kind in AmiAction.__subclasses__()}.values())


def text_fields(kind: type[AmiAction]) -> list[str]:
    return [item.name for item in dataclasses.fields(kind) if "str" in str(item.type).lower()]


CASES = [(kind, name) for kind in ACTIONS for name in text_fields(kind)]


def build(kind: type[AmiAction], name: str, value: str) -> AmiAction:
    values: dict[str, object] = dict.fromkeys(text_fields(kind), "x")
    values |= {name: value}
    if "secret" in values:
        values["secret"] = SecretStr(str(values["secret"]))
    return kind(**values)


def written(action: AmiAction) -> bytes | None:
    """The action's bytes; None when it was refused, which names the header and never quotes the value."""
    refusal = ""
    try:
        return serialize(action, "a/1")
    except UnsafeValue as error:
        refusal = str(error)
    assert refusal in {header for header, _ in action.headers()}
    return None


def test_every_kind_of_action_is_covered() -> None:
    assert {kind.__name__ for kind, _ in CASES} >= {"Login", "Status", "Setvar", "Redirect"}


@pytest.mark.parametrize(("kind", "name"), CASES)
@given(value=st.text(max_size=1200))
def test_a_value_is_written_whole_on_one_line_or_refused(
    kind: type[AmiAction], name: str, value: str
) -> None:
    action = build(kind, name, value)
    wire = written(action)
    if wire is None:
        return
    lines = wire.decode().split("\r\n")
    assert len(lines) == 2 + len(list(action.headers())) + 2
    assert all(len(line.encode()) <= MAX_LINE for line in lines)
    assert sum(line.endswith(f": {value}") for line in lines) >= 1


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("x\r\nAction: Originate", "a second action"),
        ("x\n", "a line feed alone ends a line for Asterisk"),
        ("x\r", "a carriage return alone"),
        ("x\0y", "C ends strings there"),
        ("x\u2028y", "a line separator"),
        ("x\x85y", "next line"),
        (" x", "leading space would be lost"),
        ("x" * MAX_LINE, "Asterisk refuses lines over 1,024 bytes and forgets the ActionID"),
        ("障" * (MAX_LINE // 3), "bytes are counted, not characters"),
        ("\ud800", "not encodable"),
    ],
)
def test_dangerous_values_are_refused(value: str, reason: str) -> None:
    with pytest.raises(UnsafeValue, match=r"^Channel$"):
        serialize(Status(value), "a/1")


@pytest.mark.parametrize("action_id", ["", "a b", "a\r\nAction: x", "x" * 65])
def test_an_action_id_is_ours(action_id: str) -> None:
    with pytest.raises(UnsafeValue):
        serialize(Status("x"), action_id)


def test_an_action_without_a_channel_leaves_the_header_out() -> None:
    assert serialize(Setvar("A", "1"), "i").decode() == (
        "Action: Setvar\r\nActionID: i\r\nVariable: A\r\nValue: 1\r\n\r\n"
    )


def test_a_secret_is_written_but_never_shown() -> None:
    login = Login("faultline-events", SecretStr("made-up-secret"))
    assert b"Secret: made-up-secret\r\n" in serialize(login, "i")
    assert "made-up-secret" not in repr(login)


def test_numbers_become_text() -> None:
    assert b"Priority: 1\r\n" in serialize(Redirect("c", "x", "112"), "i")
