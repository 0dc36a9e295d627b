"""The called side of one SIP call without any I/O (RFC 3261): rings, answers or refuses, ends or is ended."""

from dataclasses import dataclass, field

from testcalls import sdp
from testcalls.sip import Answered, Ended, Event, Refused, State
from testcalls.sip_dialog import Dialog, token
from testcalls.sip_message import Message, response, uri_of
from testcalls.sip_transaction import T1, T2, Transaction

_GIVE_UP = 64 * T1


@dataclass(slots=True)
class SipAnswer:
    """One incoming call, begun by `invite`. Send what `outbox` holds, act on `events`."""

    invite: Message
    address: tuple[str, int]
    user: str
    state: State = State.RINGING
    outbox: list[bytes] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    _dialog: Dialog = field(init=False)
    _ok: Message | None = None
    _answered: float = 0.0
    _again: float = 0.0
    _acknowledged: bool = False
    _bye: Transaction | None = None

    def __post_init__(self) -> None:
        self._dialog = Dialog(
            self.address,
            local=f"{self.invite.get('To')};tag={token()}",
            remote=self.invite.get("From"),
            target=uri_of(self.invite.get("Contact")),
            user=self.user,
            call_id=self.invite.get("Call-ID"),
            routes=tuple(self.invite.all("Record-Route")),
        )
        self._say(180, "Ringing")

    @property
    def offer(self) -> sdp.Audio:
        """What the caller offers. Raises SdpError."""
        return sdp.parse(self.invite.body)

    def answer(self, description: str, now: float) -> None:
        """Take the call."""
        if self.state is State.RINGING:
            self.state, self._answered, self._again = State.UP, now, now + T1
            self._ok = self._dialog.ok(self.invite, description)
            self.outbox.append(self._ok.encode())
            self.events.append(Answered(self.offer))

    def refuse(self, status: int, reason: str) -> None:
        """Do not take the call."""
        if self.state is State.RINGING:
            self._say(status, reason)
            self._over(Refused(status, reason))

    def hang_up(self, now: float) -> None:
        """End the call that is up; refuse the one that rings (RFC 3261: 480)."""
        if self.state is State.UP:
            self.state = State.LEAVING
            self._bye = Transaction(self._dialog.request("BYE"), now)
            self.outbox.append(self._bye.request.encode())
        else:
            self.refuse(480, "Temporarily Unavailable")

    def receive(self, message: Message) -> None:
        """A message of this call came."""
        if not message.method:
            if message.sequence[1] == "BYE" and message.status >= 200 and self._bye:
                self._bye = None
                self._over(Ended("us"))
        elif message.method == "ACK":
            self._acknowledged = True
        elif message.method == "INVITE" and message.sequence == self.invite.sequence:
            if self._ok:
                self.outbox.append(self._ok.encode())
        else:
            self._request(message)

    def tick(self, now: float) -> None:
        """Send again what was not acknowledged."""
        if self._bye and self._bye.again(now):
            self.outbox.append(self._bye.request.encode())
        if self._bye and self._bye.lost(now):
            self._over(Ended("lost"))
        if self.state is State.UP and self._ok and not self._acknowledged and now >= self._again:
            self._again = now + min(2 * (now - self._answered), T2)
            self.outbox.append(self._ok.encode())
            if now - self._answered > _GIVE_UP:
                self.hang_up(now)

    def _request(self, request: Message) -> None:
        description = self._ok.body if self._ok else ""
        answer = self._dialog.answer(request, description)
        if answer:
            self.outbox.append(answer.encode())
        if request.method == "CANCEL" and self.state is State.RINGING:
            self._say(487, "Request Terminated")
            self._over(Refused(487, "cancelled by the caller"))
        elif request.method == "BYE":
            self._over(Ended("them"))
        elif request.body:
            self.events.append(Answered(sdp.parse(request.body)))

    def _say(self, status: int, reason: str) -> None:
        answer = response(self.invite, status, reason, tag=self._dialog.tag, Contact=self._dialog.contact)
        self.outbox.append(answer.encode())

    def _over(self, event: Event) -> None:
        if self.state is not State.ENDED:
            self.state = State.ENDED
            self.events.append(event)
