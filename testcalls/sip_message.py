"""SIP messages (RFC 3261 section 7): bytes in, a message out, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_COMPACT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
    "k": "supported",
}
_URI = re.compile(r"<([^>]*)>")
_TAG = re.compile(r";\s*tag=([^;\s>]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"^sips?:(?:[^@]*@)?(\[[^\]]+\]|[^:;?>]+)(?::(\d+))?", re.IGNORECASE)


class SipError(ValueError):
    """Not a SIP message."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request (`method` and `uri` set) or a response (`status` from 100 to 699). Header order is kept."""

    headers: tuple[tuple[str, str], ...]
    method: str = ""
    uri: str = ""
    status: int = 0
    reason: str = ""
    body: str = field(default="", repr=False)

    def all(self, name: str) -> list[str]:
        """Every value of a header, in order; names are compared without regard to case."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def get(self, name: str) -> str:
        """The first value of a header, empty when absent."""
        return next(iter(self.all(name)), "")

    @property
    def sequence(self) -> tuple[int, str]:
        """Number and method of CSeq."""
        number, _, method = self.get("CSeq").partition(" ")
        return int(number), method.strip()

    @property
    def branch(self) -> str:
        """The branch of the topmost Via: the transaction's id."""
        found = re.search(r";\s*branch=([^;,\s]+)", self.get("Via"))
        return found[1] if found else ""

    def encode(self) -> bytes:
        """The message as sent; Content-Length is added."""
        start = f"{self.method} {self.uri} SIP/2.0" if self.method else f"SIP/2.0 {self.status} {self.reason}"
        body = self.body.encode()
        lines = [start, *(f"{key}: {value}" for key, value in self.headers), f"Content-Length: {len(body)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    @classmethod
    def decode(cls, data: bytes) -> Message:
        """Raises SipError for anything that is not a whole SIP message of one datagram."""
        head, found, body = data.partition(b"\r\n\r\n")
        if not found:
            raise SipError("no end of the header")
        start, *lines = re.sub(r"\r\n[ \t]+", " ", head.decode("utf-8", "replace")).split("\r\n")
        headers = tuple(_header(line) for line in lines)
        method, uri, status, reason = _start(start)
        message = cls(headers, method, uri, status, reason)
        _check(message)
        length = message.get("content-length")
        size = int(length) if length.isdigit() else len(body)
        if size > len(body):
            raise SipError("body cut off")
        return cls(headers, method, uri, status, reason, body[:size].decode("utf-8", "replace"))


def _start(line: str) -> tuple[str, str, int, str]:
    parts = line.split(" ", 2)
    if len(parts) >= 2 and parts[0] == "SIP/2.0" and re.fullmatch(r"[1-6]\d\d", parts[1]):
        return "", "", int(parts[1]), parts[2] if len(parts) == 3 else ""
    if len(parts) == 3 and parts[2] == "SIP/2.0" and parts[0].isalpha() and parts[0].isupper():
        return parts[0], parts[1], 0, ""
    raise SipError("neither a request nor a response")


def _header(line: str) -> tuple[str, str]:
    name, found, value = line.partition(":")
    name = name.strip().lower()
    if not found or not name:
        raise SipError("a header without a colon")
    return _COMPACT.get(name, name), value.strip()


def _check(message: Message) -> None:
    number, _, method = message.get("CSeq").partition(" ")
    if not (number.isdigit() and method.strip() and message.get("Call-ID") and message.get("Via")):
        raise SipError("a header that every message has is missing")


def tag_of(address: str) -> str:
    """The tag parameter of a From or To header, empty when absent."""
    found = _TAG.search(address)
    return found[1] if found else ""


def uri_of(address: str) -> str:
    """The URI of a From, To, Contact or Record-Route header."""
    found = _URI.search(address)
    return found[1] if found else address.split(";")[0].strip()


def host_of(uri: str) -> tuple[str, int]:
    """Host and port of a SIP URI (5060 when it names none). Raises SipError."""
    found = _ADDRESS.match(uri)
    if not found:
        raise SipError("not a SIP URI")
    return found[1].strip("[]"), int(found[2] or 5060)


def response(request: Message, status: int, reason: str, *, tag: str = "", **more: str) -> Message:
    """An answer to a request (RFC 3261 section 8.2.6). `more`: headers with `_` for `-`; `body` is the body."""
    body = more.pop("body", "")
    to = request.get("To")
    headers = [("Via", via) for via in request.all("Via")]
    headers += [("Record-Route", route) for route in request.all("Record-Route")]
    headers += [
        ("From", request.get("From")),
        ("To", to if tag_of(to) or not tag else f"{to};tag={tag}"),
        ("Call-ID", request.get("Call-ID")),
        ("CSeq", request.get("CSeq")),
    ]
    headers += [(name.replace("_", "-"), value) for name, value in more.items()]
    return Message(tuple(headers), status=status, reason=reason, body=body)
