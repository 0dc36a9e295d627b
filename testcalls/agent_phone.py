"""An agent's telephone in tests: registers as an extension, rings, answers, hears and speaks."""

import asyncio
import contextlib
import re
from types import TracebackType
from typing import Self

from testcalls.handset import Handset
from testcalls.media import Media
from testcalls.repertoire import Repertoire
from testcalls.sdp import build
from testcalls.sip import Answered, Ended, Event
from testcalls.sip_answer import SipAnswer
from testcalls.sip_digest import Credentials
from testcalls.sip_message import Message, SipError, response
from testcalls.sip_registration import Registration
from testcalls.sip_socket import SipSocket

EXPIRES = 600


class RegistrationRefused(Exception):  # noqa: N818 - what became of it
    """The server did not take the registration; `status` is SIP's (401 wrong secret, 408 nobody there)."""

    def __init__(self, status: int) -> None:
        super().__init__(f"registration refused: {status}")
        self.status = status


class IncomingCall(Handset):
    """One call that rings at an agent's telephone."""

    def __init__(self, sip: SipAnswer, phone: "AgentPhone") -> None:
        super().__init__(phone.repertoire, Media())
        self._sip, self._phone = sip, phone
        self._ended = asyncio.Event()
        self.ended_by = ""
        """`us`, `them` (they hung up or stopped ringing) or `lost`."""

    @property
    def from_number(self) -> str:
        """User part of the caller's address."""
        found = re.search(r"sips?:([^@>;]*)@", self._sip.invite.get("From"))
        return found[1] if found else ""

    def header(self, name: str) -> str:
        """A header of the INVITE, empty when absent."""
        return self._sip.invite.get(name)

    async def answer(self) -> None:
        """Take the call."""
        audio = await self.media.listen(self._phone.host)
        self._sip.answer(build(audio), asyncio.get_running_loop().time())
        self.carry_out()

    def refuse(self, status: int = 486, reason: str = "Busy Here") -> None:
        """Do not take the call."""
        self._sip.refuse(status, reason)
        self.carry_out()

    async def hang_up(self, *, within: float = 5.0) -> None:
        """End the call, or refuse it while it rings."""
        self._sip.hang_up(asyncio.get_running_loop().time())
        self.carry_out()
        await self.ended(within)

    async def ended(self, within: float = 15.0) -> str:
        """Wait until the call is over; returns who ended it. Raises TimeoutError."""
        await asyncio.wait_for(self._ended.wait(), within)
        await self._stop()
        return self.ended_by

    def receive(self, message: Message) -> None:
        """A message of this call came (the telephone says so)."""
        self._sip.receive(message)
        self.carry_out()

    def tick(self, now: float) -> None:
        """Time goes on (the telephone says so)."""
        self._sip.tick(now)
        self.carry_out()

    def carry_out(self) -> None:
        """Send and do what is due."""
        while self._sip.outbox:
            self._phone.socket.send(self._sip.outbox.pop(0), self._phone.server)
        while self._sip.events:
            self._act(self._sip.events.pop(0))

    def _act(self, event: Event) -> None:
        if isinstance(event, Answered):
            self.media.talk_to(event.audio)
            self._start_listening()
            return
        self.ended_by = event.by if isinstance(event, Ended) else "them"
        self._ended.set()
        self._closing.set()


class AgentPhone:
    """The telephone of an extension. As a context it registers, and takes the registration back at the end.

    One call after the other, or several at once: each `rings()` gives the next one.
    """

    def __init__(
        self,
        server: tuple[str, int],
        repertoire: Repertoire,
        credentials: Credentials,
        *,
        bind_host: str = "127.0.0.1",
    ) -> None:
        self.server, self.repertoire, self.host = server, repertoire, bind_host
        self.socket = SipSocket(self._on_datagram, self._on_time)
        self._credentials = credentials
        self._registration: Registration | None = None
        self._settled = asyncio.Event()
        """Set when a registration has been answered."""
        self._calls: dict[str, IncomingCall] = {}
        self._ringing: asyncio.Queue[IncomingCall] = asyncio.Queue()

    async def __aenter__(self) -> Self:
        address = await self.socket.open(self.host)
        self._address = address
        self._registration = Registration(self.server, address, self._credentials)
        try:
            await self.register(EXPIRES)
        except RegistrationRefused:
            self.socket.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for call in self._calls.values():
                if not call.over:
                    await call.hang_up()
            await self.register(0)
        finally:
            self.socket.close()

    async def register(self, seconds: int, *, within: float = 5.0) -> None:
        """Register for so many seconds, 0: no longer. Raises RegistrationRefused."""
        if self._registration is None:
            raise RuntimeError("use the telephone as a context")
        loop = asyncio.get_running_loop()
        self._settled.clear()
        self._registration.register(seconds, loop.time())
        self._carry_out()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._settled.wait(), within)
        if self._registration.status != 200:
            raise RegistrationRefused(self._registration.status or 408)

    async def rings(self, within: float = 20.0) -> IncomingCall:
        """The next call that comes in. Raises TimeoutError."""
        return await asyncio.wait_for(self._ringing.get(), within)

    def _on_datagram(self, data: bytes, sender: tuple[str, int]) -> None:
        try:
            message = Message.decode(data)
        except SipError:
            return
        if sender != self.server or self._registration is None:
            return
        call_id = message.get("Call-ID")
        if call_id == self._registration.call_id and not message.method:
            self._registration.receive(message, asyncio.get_running_loop().time())
            self._carry_out()
        elif call := self._calls.get(call_id):
            call.receive(message)
        elif message.method == "INVITE":
            self._ring(message)
        elif message.method and message.method != "ACK":
            status, reason = (200, "OK") if message.method in ("OPTIONS", "NOTIFY") else (481, "No Such Call")
            self.socket.send(response(message, status, reason, tag="none"), sender)

    def _ring(self, invite: Message) -> None:
        call = IncomingCall(SipAnswer(invite, self._address, self._credentials.user), self)
        self._calls[invite.get("Call-ID")] = call
        call.carry_out()
        self._ringing.put_nowait(call)

    def _on_time(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._registration:
            self._registration.tick(now)
            self._carry_out()
        for call in self._calls.values():
            call.tick(now)

    def _carry_out(self) -> None:
        while self._registration and self._registration.outbox:
            self.socket.send(self._registration.outbox.pop(0), self.server)
        if self._registration and self._registration.status:
            self._settled.set()
