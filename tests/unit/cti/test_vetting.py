"""What a caller can smuggle into the manager stream is quarantined, never acted on (S1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.ami.vetting import Quarantined, read_block

CHANNEL = (
    "Channel: PJSIP/trunk-00000001\r\nChannelState: 6\r\nCallerIDNum: 55501234\r\n"
    "CallerIDName: {name}\r\nExten: 112\r\nUniqueid: node1-1.1\r\nLinkedid: node1-1.1"
)


def event(name: str, kind: str = "Newstate") -> bytes:
    return f"Event: {kind}\r\nPrivilege: call,all\r\n{CHANNEL.format(name=name)}".encode()


def fate(block: bytes) -> str:
    """Why the block was quarantined, empty when it was believed."""
    try:
        read_block(block)
    except Quarantined as quarantined:
        return quarantined.reason
    return ""


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("x\r\nUniqueid: node1-9.9", "header twice"),
        ("x\r\nEvent: Hangup", "header twice"),
        ("x\r\nuniqueid: node1-9.9", "header twice"),
        ("x\r\nResponse: Success", "unknown header"),
        ("x\r\nCause: 16", "unknown header"),
        ("x\r\nQueue: junior", "unknown header"),
        ("x\nUniqueid: node1-9.9", "control byte"),
        ("x\ry", "control byte"),
        ("x\x00y", "control byte"),
        ("x\x1b[2J", "control byte"),
        ("x\x85y", "control byte"),
        ("x\u2028y", "control byte"),
        ("x\r\nfree text", "not a header"),
        ("x\r\n: y", "not a header"),
    ],
)
def test_smuggled_lines_quarantine_the_event(name: str, reason: str) -> None:
    with pytest.raises(Quarantined) as caught:
        read_block(event(name))
    assert caught.value.reason == reason


def test_an_event_cut_short_by_an_empty_line_is_quarantined_with_its_rest() -> None:
    head, _, rest = event("x\r\n\r\nEvent: Nothing").partition(b"\r\n\r\n")
    with pytest.raises(Quarantined, match="header missing"):
        read_block(head)
    tail = rest.partition(b"\r\n")[2]
    with pytest.raises(Quarantined, match="neither event nor response"):
        read_block(tail)


@pytest.mark.parametrize("name", ["", "张三", "O'Brien: the <caller>", '"quoted"', "Ünal\tx"])
def test_honest_names_pass_whole(name: str) -> None:
    assert read_block(event(name)).calleridname == name


def test_bytes_that_are_no_utf_8_do_not_cost_the_call_its_record() -> None:
    message = read_block(event("x").replace(b"Name: x", "Name: 张三".encode("gb18030")))
    assert message.uniqueid == "node1-1.1"


def test_multi_valued_headers_are_kept_as_lists() -> None:
    block = event("x") + b"\r\nChanVariable: A=1\r\nChanVariable: B=2"
    assert read_block(block).chanvariable == ["A=1", "B=2"]


def test_events_that_nobody_acts_on_may_carry_any_header() -> None:
    assert read_block(b"Event: FromTheFuture\r\nSomethingNew: 1").event == "FromTheFuture"


@given(st.text().filter(lambda text: "\r\n" in text or any(ord(c) < 32 and c != "\t" for c in text)))
def test_no_name_with_a_line_break_or_control_character_gets_through(name: str) -> None:
    fates = [fate(block) for block in event(name + "x").split(b"\r\n\r\n")]
    assert any(fates)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_message_or_a_quarantine(block: bytes) -> None:
    reasons = {"", "control byte", "header twice", "not a header", "neither event nor response"}
    assert fate(block) in reasons
