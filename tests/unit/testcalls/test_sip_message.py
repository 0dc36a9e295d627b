"""SIP messages: bytes in, a message out, and back (RFC 3261 section 7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testcalls.sip_message import Message, SipError, host_of, response, tag_of, uri_of

OK = (
    b"SIP/2.0 200 OK\r\nv: SIP/2.0/UDP 127.0.0.1:4000;rport=4000;branch=z9hG4bKa1\r\n"
    b'f: "A" <sip:87650001@127.0.0.1>;tag=ours\r\nTo: <sip:112@127.0.0.1>;tag=theirs\r\ni: c1\r\n'
    b"CSeq: 7 INVITE\r\nContact: <sip:127.0.0.1:5070>\r\nRecord-Route: <sip:a;lr>\r\n"
    b"Record-Route: <sip:b;lr>\r\nSubject: one\r\n  two\r\nl: 4\r\n\r\nv=0\nrest of the datagram"
)


def test_an_answer_with_compact_and_folded_headers() -> None:
    answer = Message.decode(OK)
    assert (answer.status, answer.reason, answer.method) == (200, "OK", "")
    assert (answer.get("Via"), answer.branch) == (
        "SIP/2.0/UDP 127.0.0.1:4000;rport=4000;branch=z9hG4bKa1",
        "z9hG4bKa1",
    )
    assert answer.sequence == (7, "INVITE")
    assert (answer.get("Call-ID"), answer.get("subject")) == ("c1", "one two")
    assert answer.all("Record-Route") == ["<sip:a;lr>", "<sip:b;lr>"]
    assert (tag_of(answer.get("From")), tag_of(answer.get("To"))) == ("ours", "theirs")
    assert answer.body == "v=0\n"


def test_what_is_sent_reads_back() -> None:
    headers = (("Via", "SIP/2.0/UDP h;branch=b"), ("Call-ID", "c"), ("CSeq", "1 INVITE"), ("To", "<sip:ü@h>"))
    message = Message(headers, "INVITE", "sip:112@127.0.0.1", body="v=0\r\n")
    again = Message.decode(message.encode())
    assert (again.method, again.uri, again.body) == ("INVITE", "sip:112@127.0.0.1", "v=0\r\n")
    assert again.headers[:-1] == tuple((name.lower(), value) for name, value in headers)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "nothing"),
        (b"\r\n\r\n", "a keep-alive"),
        (OK.replace(b"\r\n\r\n", b"\r\n"), "no end of the header"),
        (OK.replace(b"SIP/2.0 200", b"SIP/2.0 700"), "no such status"),
        (OK.replace(b"SIP/2.0 200 OK", b"GET / HTTP/1.1"), "another protocol"),
        (OK.replace(b"CSeq: 7 INVITE\r\n", b""), "no CSeq"),
        (OK.replace(b"CSeq: 7 INVITE", b"CSeq: x INVITE"), "a CSeq that is no number"),
        (OK.replace(b"l: 4", b"l: 400"), "cut off"),
        (OK.replace(b"Subject:", b"Subject"), "a header without a colon"),
    ],
)
def test_what_is_no_message_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(SipError):
        Message.decode(data)


@given(st.integers(0, len(OK) - 1), st.binary(min_size=1, max_size=4))
def test_no_change_of_bytes_does_more_harm_than_a_refusal(place: int, change: bytes) -> None:
    try:
        message = Message.decode(OK[:place] + change + OK[place + len(change) :])
    except SipError:
        return
    assert message.sequence[0] >= 0


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("sip:112@127.0.0.1", ("127.0.0.1", 5060)),
        ("sip:112@127.0.0.1:35060;transport=udp", ("127.0.0.1", 35060)),
        ("sip:127.0.0.2:9", ("127.0.0.2", 9)),
        ("sip:a@[::1]:7", ("::1", 7)),
    ],
)
def test_hosts_of_uris(uri: str, address: tuple[str, int]) -> None:
    assert host_of(uri) == address


def test_a_uri_without_a_host() -> None:
    with pytest.raises(SipError):
        host_of("tel:112")


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ('"A;tag=x" <sip:a@h;lr>;tag=1', "sip:a@h;lr"),
        ("sip:a@h;tag=1", "sip:a@h"),
    ],
)
def test_uris_of_addresses(address: str, uri: str) -> None:
    assert uri_of(address) == uri


def test_a_response_repeats_what_it_answers_and_adds_its_tag() -> None:
    vias = (("Via", "a"), ("Via", "b"))
    rest = (("From", "<sip:f@h>;tag=1"), ("To", "<sip:t@h>"), ("Call-ID", "c"), ("CSeq", "1 BYE"))
    request = Message((*vias, *rest), "BYE", "sip:t@h")
    answer = response(request, 200, "OK", tag="mine", Contact="<sip:t@h>")
    assert answer.all("Via") == ["a", "b"]
    assert answer.get("To") == "<sip:t@h>;tag=mine"
    assert answer.get("Contact") == "<sip:t@h>"
