"""An extension's registration without any I/O (RFC 3261 section 10), with digest."""

from dataclasses import dataclass, field

from testcalls.sip_dialog import Dialog, token
from testcalls.sip_digest import Credentials, DigestError, authorization
from testcalls.sip_message import Message
from testcalls.sip_transaction import Transaction


@dataclass(slots=True)
class Registration:
    """Registers `address` with the server; `status` is the last final answer (0: none yet, 408: nobody there)."""

    server: tuple[str, int]
    address: tuple[str, int]
    credentials: Credentials
    outbox: list[bytes] = field(default_factory=list)
    status: int = 0
    _dialog: Dialog = field(init=False)
    _open: Transaction | None = None
    _expires: int = 0
    _challenged: bool = False

    def __post_init__(self) -> None:
        host, port = self.server
        who = f"<sip:{self.credentials.user}@{host}>"
        self._dialog = Dialog(
            self.address, f"{who};tag={token()}", who, f"sip:{host}:{port}", self.credentials.user
        )

    @property
    def call_id(self) -> str:
        """Its Call-ID: the same for all its requests."""
        return self._dialog.call_id

    def register(self, seconds: int, now: float) -> None:
        """Register for so many seconds; 0 takes the registration back."""
        self._expires, self.status, self._challenged = seconds, 0, False
        self._send(now)

    def receive(self, answer: Message, now: float) -> None:
        """An answer came."""
        if self._open is None or answer.branch != self._open.request.branch or answer.status < 200:
            return
        self._open = None
        if answer.status == 401 and not self._challenged:
            self._challenged = True
            self._authorize(answer, now)
        else:
            self.status = answer.status

    def tick(self, now: float) -> None:
        """Send again, or give up."""
        if self._open and self._open.lost(now):
            self._open, self.status = None, 408
        elif self._open and self._open.again(now):
            self.outbox.append(self._open.request.encode())

    def _authorize(self, challenge: Message, now: float) -> None:
        asked, uri = challenge.get("WWW-Authenticate"), self._dialog.target
        try:
            value = authorization(asked, self.credentials, "REGISTER", uri, cnonce=token())
        except DigestError:
            self.status = 401
        else:
            self._send(now, ("Authorization", value))

    def _send(self, now: float, *more: tuple[str, str]) -> None:
        request = self._dialog.request("REGISTER", ("Expires", str(self._expires)), *more)
        self._open = Transaction(request, now)
        self.outbox.append(request.encode())
