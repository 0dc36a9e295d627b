"""One FastAGI connection: an asyncio Protocol that turns commands into answers, one at a time.

The path of a command is kept lean: one future, no reader, no task per read; deadlines are a number that the
server looks at a few times a second. Every form of hang-up (`HANGUP`, `result=-1`, 511, end of file)
becomes `Hangup` (R5), and a channel that an AMI Redirect took away looks the same on purpose (R6): the
dialog ends without a verdict.
"""

import asyncio
from typing import TYPE_CHECKING

from ivr.agi_protocol import AgiParser, Answer, BadStream, Headers, HungUp
from ivr.line import Hangup

if TYPE_CHECKING:
    from ivr.agi_server import AgiServer


class AgiRefusal(RuntimeError):  # noqa: N818 - named after what Asterisk did
    """Asterisk did not accept a command (510, 520): an error of ours or of its configuration."""


class AgiSession(asyncio.Protocol):
    """The server's side of one connection. Times are seconds of the event loop's clock."""

    __slots__ = (
        "_parser",
        "_pending",
        "_server",
        "_settled",
        "_transport",
        "commands",
        "deadline",
        "gone",
        "headers",
        "now",
    )

    def __init__(self, server: "AgiServer") -> None:
        self._server = server
        self._parser = AgiParser(server.limits.stream)
        self._transport: asyncio.Transport | None = None
        self._pending: asyncio.Future[Answer] | None = None
        self._settled: asyncio.Future[None] | None = None
        self.headers: dict[str, str] = {}
        self.commands = 0
        self.gone = False
        """No command can be answered any more."""
        self.now = server.loop.time
        self.deadline = float("inf")
        """When the peer must have sent what is waited for."""

    # -- called by the event loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A peer is there; nothing is believed yet."""
        self._transport = transport  # type: ignore[assignment]
        self._server.connected(self)

    def data_received(self, data: bytes) -> None:
        """Bytes in any pieces."""
        if self.gone:
            return
        try:
            messages = self._parser.feed(data)
        except BadStream as bad:
            self._server.refuse(self, bad.reason)
            return
        for message in messages:
            if isinstance(message, Answer):
                self._answered(message)
            elif isinstance(message, HungUp):
                self.lost()
            else:
                self._greeted(message)

    def eof_received(self) -> bool:
        """The peer has ended: there is nobody to talk to."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is closed, by whomever."""
        self.gone = True
        self._fail()
        self._server.disconnected(self)

    # -- called by the server and the line

    async def send(self, command: bytes, seconds: float) -> Answer:
        """Send one encoded command; its answer must come within `seconds` and the limits' margin.

        Raises Hangup when the caller is gone, AgiRefusal when Asterisk does not accept the command.
        """
        if self._pending is not None:
            await self._settle()
        if self.gone or self._transport is None:
            raise Hangup
        self._pending = pending = self._server.loop.create_future()
        self.deadline = self.now() + seconds + self._server.limits.answer_margin_seconds
        self.commands += 1
        self._transport.write(command)
        answer: Answer = await pending
        if answer.code == 200 and answer.result != "-1":
            return answer
        if answer.code in (200, 511):
            self.lost()
            raise Hangup
        raise AgiRefusal(f"Asterisk answered {answer.code}")

    def lost(self) -> None:
        """The caller is gone: whoever waits learns it now, the socket closes now (R5)."""
        if not self.gone:
            self.gone = True
            self._fail()
            self.close()

    def close(self) -> None:
        """Close the socket after what was written."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Close the socket at once."""
        self.gone = True
        self._fail()
        if self._transport is not None:
            self._transport.abort()

    # -- inside

    def _greeted(self, headers: Headers) -> None:
        self.headers = headers.values
        self.deadline = float("inf")
        self._server.greeted(self)

    def _answered(self, answer: Answer) -> None:
        pending, self._pending = self._pending, None
        if pending is None:
            if not self.gone:
                self._server.refuse(self, "unasked_answer")
            return
        self.deadline = float("inf")
        if not pending.done():
            pending.set_result(answer)
        if self._settled is not None and not self._settled.done():
            self._settled.set_result(None)

    async def _settle(self) -> None:
        """Wait for the answer to a command whose asker was cancelled: Asterisk executes one at a time."""
        pending = self._pending
        if pending is not None and not pending.cancelled():
            raise RuntimeError("a line answers one command at a time")
        self._settled = self._server.loop.create_future()
        await self._settled

    def _fail(self) -> None:
        self.deadline = float("inf")
        pending, self._pending = self._pending, None
        if pending is not None and not pending.done():
            pending.set_exception(Hangup())
        if self._settled is not None and not self._settled.done():
            self._settled.set_result(None)
