"""One test call (拨测) as a caller places it: dial, hear, press keys, speak, hang up."""

import asyncio
from types import TracebackType
from typing import Self

from testcalls.handset import Handset
from testcalls.media import Media
from testcalls.repertoire import Repertoire
from testcalls.sdp import build
from testcalls.sip import Answered, Ended, Event, Refused, SipCall, State
from testcalls.sip_digest import Credentials
from testcalls.sip_socket import SipSocket

_NOBODY = 1.0
"""Seconds that a far side which has not said a word is waited for when we hang up."""


class CallFailed(Exception):  # noqa: N818 - what became of the call
    """The call was not answered. `status` is SIP's (503 busy everywhere, 404 unknown, 408 nobody there)."""

    def __init__(self, status: int, reason: str, trace: list[str]) -> None:
        super().__init__(f"{status} {reason} ({'; '.join(trace[-6:])})")
        self.status = status
        self.reason = reason
        self.reached = any(line.startswith("<") for line in trace)
        """Whether anything answered at all."""


class TestCaller(Handset):
    """Calls through the SIP server at `server` (host, UDP port) and hears with `repertoire`.

    Use it as a context: leaving it hangs up. With `credentials` it calls as an extension, otherwise as the public
    network does, from `from_number`.
    """

    __test__ = False

    def __init__(
        self,
        server: tuple[str, int],
        repertoire: Repertoire,
        *,
        from_number: str = "87650001",
        bind_host: str = "127.0.0.1",
        credentials: Credentials | None = None,
        headers: tuple[tuple[str, str], ...] = (),
        media: Media | None = None,
    ) -> None:
        super().__init__(repertoire, media)
        self._server, self._from, self._host = server, from_number, bind_host
        self._credentials, self._headers = credentials, headers
        self._socket = SipSocket(self._on_datagram, self._on_time)
        self._call: SipCall | None = None
        self._answered: asyncio.Future[Answered] | None = None
        self._ended = asyncio.Event()
        self.ended_by = ""
        """`us`, `them` or `lost`, once the call is over."""

    async def __aenter__(self) -> Self:
        self._address = await self._socket.open(self._host)
        self._offer = build(await self.media.listen(self._host))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._call and not self._ended.is_set():
            await self.hang_up()
        await self._stop()
        self._socket.close()

    @property
    def call_id(self) -> str:
        """The SIP Call-ID, empty before `dial`."""
        return self._call.call_id if self._call else ""

    async def dial(self, number: str, *, within: float = 10.0) -> None:
        """Call a number; returns when it is answered. Raises CallFailed."""
        await self.begin(number)
        await self.answered(within=within)

    async def begin(self, number: str) -> None:
        """Send the INVITE and do not wait for the answer (to hang up while it rings)."""
        loop = asyncio.get_running_loop()
        self._answered = loop.create_future()
        self._answered.add_done_callback(lambda future: future.exception())
        self._call = SipCall(
            self._server, self._address, number, self._from, self._offer, self._credentials, self._headers
        )
        self._call.dial(loop.time())
        self._carry_out()

    async def answered(self, *, within: float = 10.0) -> None:
        """Wait for the answer of a call that was begun. Raises CallFailed."""
        if self._answered is None:
            raise RuntimeError("dial first")
        try:
            await asyncio.wait_for(asyncio.shield(self._answered), within)
        except TimeoutError:
            raise CallFailed(408, "no answer in time", self._socket.trace) from None

    async def hang_up(self, *, within: float = 5.0) -> None:
        """End the call and wait until the other side has agreed."""
        if self._call is None or self._ended.is_set():
            return
        if self._call.state is State.CALLING:
            within = min(within, _NOBODY)
        self._call.hang_up(asyncio.get_running_loop().time())
        self._carry_out()
        try:
            await asyncio.wait_for(self._ended.wait(), within)
        except TimeoutError:
            self.ended_by = "lost"
        await self._stop()

    def vanish(self) -> None:
        """Disappear without a word, as a telephone does whose battery is torn out."""
        self._socket.close()
        self.media.close()
        self.ended_by = "lost"
        self._ended.set()
        self._closing.set()

    async def ended(self, within: float = 15.0) -> str:
        """Wait until the call is over; returns who ended it (`us`, `them`, `lost`). Raises TimeoutError."""
        await asyncio.wait_for(self._ended.wait(), within)
        await self._stop()
        return self.ended_by

    def _on_datagram(self, data: bytes, sender: tuple[str, int]) -> None:
        if self._call and sender == self._server:
            self._call.receive(data, asyncio.get_running_loop().time())
            self._carry_out()

    def _on_time(self) -> None:
        if self._call:
            self._call.tick(asyncio.get_running_loop().time())
            self._carry_out()

    def _carry_out(self) -> None:
        if self._call is None:
            return
        while self._call.outbox:
            self._socket.send(self._call.outbox.pop(0), self._server)
        while self._call.events:
            self._act(self._call.events.pop(0))

    def _act(self, event: Event) -> None:
        if isinstance(event, Answered):
            self.media.talk_to(event.audio)
            self._start_listening()
            if self._answered and not self._answered.done():
                self._answered.set_result(event)
        elif isinstance(event, Refused):
            self.ended_by = "us" if event.status == 487 else "them"
            if self._answered and not self._answered.done():
                self._answered.set_exception(CallFailed(event.status, event.reason, self._socket.trace))
            self._ended.set()
            self._closing.set()
        elif isinstance(event, Ended):
            self.ended_by = event.by
            self._ended.set()
            self._closing.set()
