"""Both sides of a call without any network (RFC 3261): answered, refused, cancelled, ended, lost and repeated."""

from collections.abc import Callable

import pytest

from testcalls.g711 import Codec
from testcalls.sdp import Audio, build
from testcalls.sip import Answered, Ended, Event, Refused, Ringing, SipCall, State
from testcalls.sip_answer import SipAnswer
from testcalls.sip_digest import Credentials
from testcalls.sip_message import Message, response

SERVER, CLIENT = ("127.0.0.1", 5060), ("127.0.0.1", 4000)
OFFER = build(Audio("127.0.0.1", 4002, (Codec.PCMA, Codec.PCMU)))
ANSWER = build(Audio("127.0.0.1", 6002, (Codec.PCMA,), 96))


class Wire:
    """Carries datagrams between a caller and whoever it calls; `lose` says which are lost on the way."""

    def __init__(self, credentials: Credentials | None = None) -> None:
        self.call = SipCall(SERVER, CLIENT, "112", "87650001", OFFER, credentials)
        self.called: SipAnswer | None = None
        self.now = 0.0
        self.lose: Callable[[Message], bool] = lambda message: False
        self.sent: list[str] = []
        self.events: list[Event] = []
        self.other: list[Event] = []

    def run(self, seconds: float = 0.0) -> None:
        """Deliver everything, then let time pass in steps of 100 ms."""
        end = self.now + seconds
        self._deliver()
        while self.now < end:
            self.now += 0.1
            self.call.tick(self.now)
            if self.called:
                self.called.tick(self.now)
            self._deliver()

    def _deliver(self) -> None:
        while self.call.outbox or (self.called and self.called.outbox):
            for data in _taken(self.call.outbox):
                self._to_called(Message.decode(data))
            for data in _taken(self.called.outbox) if self.called else []:
                message = Message.decode(data)
                self.sent.append(f"< {message.method or message.status}")
                if not self.lose(message):
                    self.call.receive(data, self.now)
        self.events += _taken(self.call.events)
        self.other += _taken(self.called.events) if self.called else []

    def _to_called(self, message: Message) -> None:
        self.sent.append(f"> {message.method or message.status}")
        if self.lose(message):
            return
        if self.called is None:
            self.called = SipAnswer(message, SERVER, "112")
        else:
            self.called.receive(message)


def _taken(things: list) -> list:
    taken, things[:] = things[:], []
    return taken


@pytest.fixture
def wire() -> Wire:
    """A call that has just been dialled."""
    wire = Wire()
    wire.call.dial(0.0)
    return wire


@pytest.fixture
def up(wire: Wire) -> Wire:
    """A call that has been answered."""
    wire.run()
    assert wire.called
    wire.called.answer(ANSWER, wire.now)
    wire.run()
    return wire


def test_a_call_rings_is_answered_and_acknowledged(up: Wire) -> None:
    assert up.events == [Ringing(180), Answered(Audio("127.0.0.1", 6002, (Codec.PCMA,), 96))]
    assert up.other == [Answered(Audio("127.0.0.1", 4002, (Codec.PCMA, Codec.PCMU)))]
    assert up.sent == ["> INVITE", "< 180", "< 200", "> ACK"]


def test_nothing_is_repeated_in_a_call_that_stands(up: Wire) -> None:
    before = len(up.sent)
    up.run(60.0)
    assert len(up.sent) == before


def test_we_hang_up(up: Wire) -> None:
    up.call.hang_up(up.now)
    up.run()
    assert up.sent[-2:] == ["> BYE", "< 200"]
    assert (up.events[-1], up.other[-1]) == (Ended("us"), Ended("them"))


def test_they_hang_up(up: Wire) -> None:
    assert up.called
    up.called.hang_up(up.now)
    up.run()
    assert up.sent[-2:] == ["< BYE", "> 200"]
    assert (up.events[-1], up.other[-1]) == (Ended("them"), Ended("us"))


def test_both_hang_up_at_once(up: Wire) -> None:
    assert up.called
    up.called.hang_up(up.now)
    up.call.hang_up(up.now)
    up.run()
    assert len([event for event in up.events if isinstance(event, Ended)]) == 1
    assert up.call.state is State.ENDED


def test_a_refused_call_is_acknowledged_in_its_own_transaction(wire: Wire) -> None:
    seen: list[Message] = []
    wire.lose = lambda message: bool(seen.append(message))
    wire.run()
    assert wire.called
    wire.called.refuse(503, "Service Unavailable")
    wire.run()
    assert wire.events[-1] == Refused(503, "Service Unavailable")
    ack = next(message for message in seen if message.method == "ACK")
    assert ack.branch == wire.called.invite.branch


def test_hanging_up_while_it_rings_cancels(wire: Wire) -> None:
    wire.run()
    wire.call.hang_up(wire.now)
    wire.run()
    assert wire.sent == ["> INVITE", "< 180", "> CANCEL", "< 200", "< 487", "> ACK"]
    assert wire.events[-1] == Refused(487, "Request Terminated")


def test_a_cancel_waits_for_a_first_answer(wire: Wire) -> None:
    wire.call.hang_up(0.0)  # RFC 3261 section 9.1
    wire.run()
    assert wire.sent[:3] == ["> INVITE", "< 180", "> CANCEL"]
    assert wire.events[-1] == Refused(487, "Request Terminated")


def test_a_call_answered_in_spite_of_its_cancel_is_ended(wire: Wire) -> None:
    wire.run()
    assert wire.called
    wire.lose = lambda message: message.method == "CANCEL"
    wire.call.hang_up(wire.now)
    wire.called.answer(ANSWER, wire.now)
    wire.run()
    assert wire.sent[-2:] == ["> BYE", "< 200"]


def test_an_invite_that_nobody_answers_is_repeated_ever_more_slowly_and_given_up(wire: Wire) -> None:
    wire.lose = lambda message: True
    wire.run(33.0)
    assert wire.sent.count("> INVITE") == 7  # timers A and B: 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s
    assert wire.events == [Refused(408, "no answer at all")]


@pytest.mark.parametrize("lost", ["INVITE", 180, 200, "ACK"])
def test_any_one_datagram_of_the_beginning_may_be_lost(lost: str | int) -> None:
    wire, left = Wire(), [lost]
    wire.lose = lambda message: (message.method or message.status) in left and not left.clear()
    wire.call.dial(0.0)
    wire.run(2.0)
    assert wire.called
    wire.called.answer(ANSWER, wire.now)
    wire.run(2.0)
    assert not left
    assert wire.call.state is State.UP
    before = len(wire.sent)
    wire.run(30.0)
    assert len(wire.sent) == before


@pytest.mark.parametrize("lost", ["BYE", 200])
def test_any_one_datagram_of_the_end_may_be_lost(up: Wire, lost: str | int) -> None:
    left = [lost]
    up.lose = lambda message: (message.method or message.status) in left and not left.clear()
    up.call.hang_up(up.now)
    up.run(3.0)
    assert not left
    assert (up.events[-1], up.other[-1]) == (Ended("us"), Ended("them"))


def test_a_bye_that_is_never_answered_ends_the_call_all_the_same(up: Wire) -> None:
    up.lose = lambda message: True
    up.call.hang_up(up.now)
    up.run(33.0)
    assert up.events[-1] == Ended("lost")


def test_media_may_move_in_mid_call(up: Wire) -> None:
    assert up.called
    moved = build(Audio("127.0.0.1", 6100, (Codec.PCMU,)), session=2)
    invite = up.called._dialog.request("INVITE", body=moved)  # the far side's re-INVITE (section 14)
    up.call.receive(invite.encode(), up.now)
    answer = Message.decode(up.call.outbox.pop())
    assert (answer.status, answer.body) == (200, OFFER)
    assert up.call.events == [Answered(Audio("127.0.0.1", 6100, (Codec.PCMU,)))]


def test_requests_that_are_not_understood_are_refused(up: Wire) -> None:
    assert up.called
    up.call.receive(up.called._dialog.request("REFER").encode(), up.now)
    assert Message.decode(up.call.outbox.pop()).status == 501


@pytest.mark.parametrize("status", [401, 407])
def test_a_challenge_is_answered_once_with_the_next_number(status: int) -> None:
    wire = Wire(Credentials("8001", "secret"))
    wire.call.dial(0.0)
    first = Message.decode(wire.call.outbox.pop())
    header = {"WWW_Authenticate" if status == 401 else "Proxy_Authenticate": 'Digest realm="r", nonce="n"'}
    wire.call.receive(response(first, status, "Who are you", tag="t", **header).encode(), 0.0)
    ack, second = (Message.decode(data) for data in _taken(wire.call.outbox))
    assert (ack.method, ack.branch) == ("ACK", first.branch)
    assert second.sequence == (first.sequence[0] + 1, "INVITE")
    assert second.branch != first.branch
    assert second.get("Authorization" if status == 401 else "Proxy-Authorization").startswith("Digest ")


def test_without_a_secret_a_challenge_is_a_refusal() -> None:
    wire = Wire()
    wire.call.dial(0.0)
    first = Message.decode(wire.call.outbox.pop())
    wire.call.receive(
        response(first, 401, "Who", tag="t", WWW_Authenticate='Digest realm="r", nonce="n"').encode(), 0.0
    )
    assert wire.call.events == [Refused(401, "Who")]


@pytest.mark.parametrize("data", [b"", b"\0" * 50, b"SIP/2.0 200 OK\r\n\r\n"])
def test_garbage_and_other_calls_change_nothing(wire: Wire, data: bytes) -> None:
    wire.run()
    assert wire.called
    invite = wire.called.invite
    headers = tuple((name, "another" if name == "call-id" else value) for name, value in invite.headers)
    stranger = Message(headers, "BYE", invite.uri)
    for datagram in (data, stranger.encode()):
        wire.call.receive(datagram, 0.0)
    assert wire.call.state is State.RINGING
    assert not wire.call.outbox
