"""FastAGI's stream without a socket: whole, in pieces, and hostile (S1, S20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.agi_protocol import (
    DONE_ANSWERS,
    AgiParser,
    Answer,
    Headers,
    HungUp,
    Message,
)
from ivr.agi_stream import BadStream, StreamLimits

GREETING = b"agi_network: yes\nagi_network_script: hotline\nagi_uniqueid: 1700000000.1\nagi_accountcode: \n\n"
HEADERS = Headers(
    {"network": "yes", "network_script": "hotline", "uniqueid": "1700000000.1", "accountcode": ""}
)
USAGE = b"520-Invalid command syntax.  Proper usage follows:\n Usage: GET DATA\n520 End of proper usage.\n"

ANSWERS = [
    ("plain", b"200 result=1\n", [Answer(200, "1")]),
    ("a value", b"200 result=1 (three)\n", [Answer(200, "1", "three")]),
    ("a value with parentheses and blanks", b"200 result=1 ((a) b)\n", [Answer(200, "1", "(a) b")]),
    ("an empty value", b"200 result=1 ()\n", [Answer(200, "1", "")]),
    ("a key and a position", b"200 result=35 endpos=1600\n", [Answer(200, "35", "", 1600)]),
    ("time-out and position", b"200 result=0 (timeout) endpos=1600\n", [Answer(200, "0", "timeout", 1600)]),
    ("digits at a time-out", b"200 result=12 (timeout)\n", [Answer(200, "12", "timeout")]),
    (
        "a value that looks like a position",
        b"200 result=1 (x endpos=7)\n",
        [Answer(200, "1", "x endpos=7")],
    ),
    ("gone", b"200 result=-1\n", [Answer(200, "-1")]),
    ("unknown command", b"510 Invalid or unknown command\n", [Answer(510, "", "Invalid or unknown command")]),
    ("dead channel", b"511 Command Not Permitted\n", [Answer(511, "", "Command Not Permitted")]),
    ("usage over lines", USAGE, [Answer(520, "", "End of proper usage.")]),
    ("hang-up before an answer", b"HANGUP\n200 result=-1\n", [HungUp(), Answer(200, "-1")]),
    ("two answers in one packet", b"200 result=1\n200 result=0\n", [Answer(200, "1"), Answer(200, "0")]),
    ("text of the language", "200 result=1 (障碍)\n".encode(), [Answer(200, "1", "障碍")]),
]


def fed(data: bytes, size: int, parser: AgiParser | None = None) -> list[Message]:
    """Everything a parser makes of `data` in pieces of `size` bytes."""
    parser = parser or AgiParser()
    messages: list[Message] = []
    for start in range(0, len(data), size):
        messages += parser.feed(data[start : start + size])
    return messages


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(("data", "expected"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_answers_arrive_whole_however_they_are_cut(size: int, data: bytes, expected: list[Message]) -> None:
    assert fed(GREETING + data, size) == [HEADERS, *expected]


@pytest.mark.parametrize("data", DONE_ANSWERS)
def test_the_short_way_says_the_same(data: bytes) -> None:
    assert fed(GREETING + data, 1000) == [HEADERS, DONE_ANSWERS[data]]


def test_a_parser_knows_when_it_is_between_two_answers() -> None:
    parser = AgiParser()
    states = []
    for piece in (GREETING[:-1], GREETING[-1:], b"200 result", b"=1\n", b"520-Usage\n", b"520 End\n"):
        parser.feed(piece)
        states.append(parser.whole)
    assert states == [False, True, False, True, False, True]


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(
    ("data", "reasons"),
    [
        pytest.param(b"\n", {"no_headers"}, id="a blank line at once"),
        pytest.param(b"\n\n", {"no_headers"}, id="two blank lines at once"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", {"not_a_header"}, id="a web browser"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00", {"not_a_header"}, id="a TLS hello"),
        pytest.param(b"agi_a: 1\nfoo: 2\n\n", {"not_a_header"}, id="a line that is no header"),
        pytest.param(b"agi_a: 1\nagi_b\n\n", {"not_a_header"}, id="a header without a colon"),
        pytest.param(b"agi_a: 1\nagi_B: 2\n\n", {"not_a_header"}, id="a name in capitals"),
        pytest.param(
            b"agi_uniqueid: 1.1\nagi_callerid: 1\nagi_uniqueid: 2.2\n\n",
            {"duplicate_header"},
            id="S1: a name twice",
        ),
        pytest.param(b"agi_a: 1\x002\n\n", {"control_bytes"}, id="NUL in a value"),
        pytest.param(b"agi_a: 1\r\n\n", {"control_bytes"}, id="carriage return in a value"),
        pytest.param(b"agi_a: \xff\xfe\n\n", {"binary"}, id="not UTF-8"),
        pytest.param(b"agi_a: " + b"x" * 3000, {"long_line"}, id="a line without an end"),
        pytest.param(b"agi_a: " + b"x" * 3000 + b"\n\n", {"long_line"}, id="a long line"),
        pytest.param(
            b"".join(b"agi_h%d: 1\n" % n for n in range(65)) + b"\n", {"long_headers"}, id="too many headers"
        ),
        pytest.param(
            b"".join(b"agi_h%d: %s\n" % (n, b"x" * 1000) for n in range(20)),
            {"long_headers"},
            id="a block without an end",
        ),
    ],
)
def test_a_header_block_that_breaks_a_rule_is_refused(size: int, data: bytes, reasons: set[str]) -> None:
    with pytest.raises(BadStream) as refused:
        fed(data, size)
    assert refused.value.reason in reasons


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"agi_uniqueid: 2.2\n", "not_an_answer", id="S1: headers after the blank line"),
        pytest.param(b"\n", "not_an_answer", id="an empty line"),
        pytest.param(b"300 result=1\n", "not_an_answer", id="an unknown code"),
        pytest.param(b"200 OK\n", "", id="an answer without a result is an answer"),
        pytest.param(
            b"200 result=1 (open\n", "not_an_answer", id="a value that does not close: a newline in it"
        ),
        pytest.param(b"200 result=1 (a\x01)\n", "control_bytes", id="a control byte in a value"),
        pytest.param(b"200 result=\xff\n", "binary", id="not UTF-8"),
        pytest.param(b"200 result=1 (" + b"x" * 9000, "long_line", id="an answer without an end"),
        pytest.param(b"200 result=1 (" + b"x" * 9000 + b")\n", "long_line", id="a long answer"),
        pytest.param(b"520-Usage\n" + b"more\n" * 70, "long_usage", id="usage without an end"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_refused(size: int, data: bytes, reason: str) -> None:
    parser = AgiParser()
    parser.feed(GREETING)
    if not reason:
        assert fed(data, size, parser) == [Answer(200, "", "OK")]
        return
    with pytest.raises(BadStream) as refused:
        fed(data, size, parser)
    assert refused.value.reason == reason


HOSTILE = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from([GREETING, *(row[1] for row in ANSWERS)]),
        st.sampled_from([b"\n", b"agi_", b": ", b"200 result=", b"HANGUP\n"]),
    ),
    max_size=12,
).map(b"".join)


@given(data=HOSTILE, size=st.integers(1, 60))
def test_pieces_never_change_what_is_understood(data: bytes, size: int) -> None:
    def understood(size: int) -> list[Message] | None:
        try:
            return fed(data, size)
        except BadStream:
            return None

    assert understood(size) == understood(len(data) or 1)


@given(data=HOSTILE)
def test_a_parser_never_holds_more_than_its_limits(data: bytes) -> None:
    limits = StreamLimits(header_block=64, header_line=32, answer_line=48)
    parser = AgiParser(limits)
    try:
        fed(data, 5, parser)
    except BadStream:
        return
    assert parser.held <= (limits.answer_line if parser.greeted else limits.header_block)
