"""One side of a SIP dialog (RFC 3261 section 12): builds its requests and answers the other side's."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from testcalls.sip_message import Message, response, tag_of, uri_of

USER_AGENT = "Faultline test call"
ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, INFO"


def token() -> str:
    """A fresh tag, branch part or Call-ID."""
    return secrets.token_hex(8)


@dataclass(slots=True)
class Dialog:
    """`local` and `remote` are From and To as this side sends them, tags included once known."""

    address: tuple[str, int]
    """Host and port that this side receives on."""
    local: str
    remote: str
    target: str
    """URI that requests go to: the callee's number, later the other side's Contact."""
    user: str
    """User part of this side's Contact."""
    call_id: str = field(default_factory=token)
    routes: tuple[str, ...] = ()
    cseq: int = 0

    @property
    def contact(self) -> str:
        """This side's Contact."""
        return f"<sip:{self.user}@{self.address[0]}:{self.address[1]}>"

    @property
    def tag(self) -> str:
        """This side's tag."""
        return tag_of(self.local)

    def via(self, branch: str = "") -> str:
        """A Via of this side; a new transaction unless a branch is given."""
        host, port = self.address
        return f"SIP/2.0/UDP {host}:{port};rport;branch={branch or 'z9hG4bK' + token()}"

    def request(self, method: str, *more: tuple[str, str], body: str = "", cseq: int = 0) -> Message:
        """The next request of this side. `cseq` is given for ACK alone: the INVITE's number (section 13.2.2.4)."""
        if not cseq:
            self.cseq += 1
        headers = [
            ("Via", self.via()),
            ("Max-Forwards", "70"),
            ("From", self.local),
            ("To", self.remote),
            ("Call-ID", self.call_id),
            ("CSeq", f"{cseq or self.cseq} {method}"),
            *(("Route", route) for route in self.routes),
            ("Contact", self.contact),
            ("Allow", ALLOW),
            ("User-Agent", USER_AGENT),
            *more,
        ]
        if body:
            headers.append(("Content-Type", "application/sdp"))
        return Message(tuple(headers), method, self.target, body=body)

    def established(self, answer: Message) -> None:
        """Take the other side's tag, contact and route set from its answer (section 12.1.2)."""
        self.remote = answer.get("To")
        self.target = uri_of(answer.get("Contact")) or self.target
        self.routes = tuple(reversed(answer.all("Record-Route")))

    def answer(self, request: Message, description: str) -> Message | None:
        """The answer to a request of the other side inside the dialog; None for an ACK."""
        if request.method == "ACK":
            return None
        if request.method in ("INVITE", "UPDATE"):
            if contact := request.get("Contact"):
                self.target = uri_of(contact)
            return self.ok(request, description if request.method == "INVITE" or request.body else "")
        if request.method in ("BYE", "CANCEL", "OPTIONS", "INFO", "NOTIFY"):
            return response(request, 200, "OK", tag=self.tag)
        return response(request, 501, "Not Implemented", tag=self.tag, Allow=ALLOW)

    def ok(self, request: Message, description: str) -> Message:
        """200 with a session description."""
        more = {"Contact": self.contact, "Allow": ALLOW}
        if description:
            more |= {"Content_Type": "application/sdp", "body": description}
        return response(request, 200, "OK", tag=self.tag, **more)


def ack_refusal(invite: Message, refusal: Message) -> Message:
    """The ACK of a final answer other than 2xx: same transaction (section 17.1.1.3)."""
    return _same_transaction("ACK", invite, refusal.get("To"))


def cancel(invite: Message) -> Message:
    """The CANCEL of an INVITE under way (section 9.1)."""
    return _same_transaction("CANCEL", invite, invite.get("To"))


def _same_transaction(method: str, invite: Message, to: str) -> Message:
    headers = [("Via", invite.get("Via")), ("Max-Forwards", "70"), ("From", invite.get("From")), ("To", to)]
    headers += [("Call-ID", invite.get("Call-ID")), ("CSeq", f"{invite.sequence[0]} {method}")]
    headers += [("Route", route) for route in invite.all("Route")]
    return Message(tuple(headers), method, invite.uri)
