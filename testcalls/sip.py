"""The caller's side of one SIP call without any I/O (RFC 3261): datagrams and times in, datagrams and events out.

Places a call, cancels it, hears of its answer or refusal, ends it or is ended; answers a digest challenge. Nothing
more: no TCP, no forking, no refer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from testcalls import sdp
from testcalls.sip_dialog import Dialog, ack_refusal, cancel, token
from testcalls.sip_digest import Credentials, DigestError, authorization
from testcalls.sip_message import Message, SipError, response
from testcalls.sip_transaction import Transaction


@dataclass(frozen=True, slots=True)
class Ringing:
    """The call gets somewhere: a provisional answer above 100."""

    status: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The call is up, or its media has moved: send RTP there."""

    audio: sdp.Audio


@dataclass(frozen=True, slots=True)
class Refused:
    """The call was not answered. Status 408 also when nobody was there, 487 after our own CANCEL."""

    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The call that was up is over: `us`, `them`, or `lost` (our BYE was never answered)."""

    by: str


Event = Ringing | Answered | Refused | Ended


class State(Enum):
    """Where the call is."""

    IDLE = "idle"
    CALLING = "calling"
    RINGING = "ringing"
    UP = "up"
    LEAVING = "leaving"
    ENDED = "ended"


@dataclass(slots=True)
class SipCall:
    """One outgoing call. Feed it with `receive` and `tick`; send what `outbox` holds, act on `events`."""

    server: tuple[str, int]
    address: tuple[str, int]
    """Host and port that answers come to."""
    number: str
    from_number: str
    offer: str
    credentials: Credentials | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Further headers of the INVITE."""
    state: State = State.IDLE
    outbox: list[bytes] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    _dialog: Dialog = field(init=False)
    _open: dict[str, Transaction] = field(default_factory=dict)
    _invite: Message | None = None
    _ack: Message | None = None
    _challenges: int = 0
    _cancelled: bool = False

    def __post_init__(self) -> None:
        host, port = self.server
        name = self.credentials.user if self.credentials else self.from_number
        uri = f"sip:{self.number}@{host}:{port}"
        local = f'"{name}" <sip:{name}@{host}>;tag={token()}'
        self._dialog = Dialog(self.address, local, f"<{uri}>", uri, name)

    @property
    def call_id(self) -> str:
        """The SIP Call-ID."""
        return self._dialog.call_id

    def dial(self, now: float) -> None:
        """Send the INVITE."""
        self._invite = self._dialog.request("INVITE", *self.headers, body=self.offer)
        self.state = State.CALLING
        self._send(self._invite, now)

    def hang_up(self, now: float) -> None:
        """End the call in whatever state it is: CANCEL before the answer, BYE after it."""
        if self.state is State.UP:
            self.state = State.LEAVING
            self._send(self._dialog.request("BYE"), now)
        elif self.state is State.RINGING and self._invite and not self._cancelled:
            self._cancelled = True
            self._send(cancel(self._invite), now)
        elif self.state is State.CALLING:
            self._cancelled = True  # a CANCEL may only follow a provisional answer (section 9.1)

    def receive(self, data: bytes, now: float) -> None:
        """A datagram came. What is no SIP or of another call is dropped."""
        try:
            message = Message.decode(data)
        except SipError:
            return
        if message.get("Call-ID") != self.call_id:
            return
        if message.method:
            self._on_request(message)
        else:
            self._on_response(message, now)

    def tick(self, now: float) -> None:
        """Send again what is due, give up what is lost. Call it every 100 ms or so."""
        for key, transaction in list(self._open.items()):
            if transaction.lost(now):
                del self._open[key]
                self._on_lost(transaction)
            elif transaction.again(now):
                self.outbox.append(transaction.request.encode())

    def _send(self, request: Message, now: float) -> None:
        self._open[f"{request.branch} {request.method}"] = Transaction(request, now)
        self.outbox.append(request.encode())

    def _on_lost(self, transaction: Transaction) -> None:
        if transaction.is_invite:
            self._refused(408, "no answer at all")
        elif transaction.request.method == "BYE":
            self._ended("lost")

    def _on_request(self, request: Message) -> None:
        description = self.offer if self.state is State.UP else ""
        if request.method == "INVITE" and self.state is not State.UP:
            self.outbox.append(response(request, 481, "No Such Call", tag=self._dialog.tag).encode())
            return
        answer = self._dialog.answer(request, description)
        if answer:
            self.outbox.append(answer.encode())
        if request.method == "BYE":
            self._ended("them")
        elif request.method in ("INVITE", "UPDATE") and request.body:
            self._media(request.body)

    def _on_response(self, answer: Message, now: float) -> None:
        method = answer.sequence[1]
        key = f"{answer.branch} {method}"
        transaction = self._open.get(key)
        if transaction is None:
            if method == "INVITE" and 200 <= answer.status < 300 and self._ack:
                self.outbox.append(self._ack.encode())  # our ACK was lost (section 13.2.2.4)
            return
        if answer.status < 200:
            transaction.proceeding()
            self._on_provisional(answer, method, now)
            return
        del self._open[key]
        if method == "INVITE":
            self._on_final(answer, transaction.request, now)
        elif method == "BYE":
            self._ended("us")

    def _on_provisional(self, answer: Message, method: str, now: float) -> None:
        if method != "INVITE":
            return
        if self.state is State.CALLING:
            self.state = State.RINGING
        if answer.status > 100:
            self.events.append(Ringing(answer.status))
        if self._cancelled and not any(key.endswith("CANCEL") for key in self._open):
            self._cancelled = False
            self.hang_up(now)

    def _on_final(self, answer: Message, invite: Message, now: float) -> None:
        if 200 <= answer.status < 300:
            self._on_answer(answer, invite, now)
            return
        self.outbox.append(ack_refusal(invite, answer).encode())
        if answer.status in (401, 407) and self.credentials and self._challenges < 2:
            self._authorize(answer, now)
        else:
            self._refused(answer.status, answer.reason)

    def _on_answer(self, answer: Message, invite: Message, now: float) -> None:
        self._dialog.established(answer)
        self._ack = self._dialog.request("ACK", cseq=invite.sequence[0])
        self.outbox.append(self._ack.encode())
        self.state = State.UP
        if not self._media(answer.body) or self._cancelled:
            self.hang_up(now)

    def _authorize(self, challenge: Message, now: float) -> None:
        proxy = challenge.status == 407
        asked = challenge.get("Proxy-Authenticate" if proxy else "WWW-Authenticate")
        self._challenges += 1
        if self.credentials is None:
            return
        try:
            value = authorization(asked, self.credentials, "INVITE", self._dialog.target, cnonce=token())
        except DigestError:
            self._refused(challenge.status, "a challenge that is not understood")
            return
        name = "Proxy-Authorization" if proxy else "Authorization"
        self._invite = self._dialog.request("INVITE", (name, value), *self.headers, body=self.offer)
        self._send(self._invite, now)

    def _media(self, description: str) -> bool:
        try:
            self.events.append(Answered(sdp.parse(description)))
        except sdp.SdpError:
            return False
        return True

    def _refused(self, status: int, reason: str) -> None:
        self.state = State.ENDED
        self.events.append(Refused(status, reason))

    def _ended(self, by: str) -> None:
        if self.state is not State.ENDED:
            self.state = State.ENDED
            self.events.append(Ended(by))
