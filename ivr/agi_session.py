"""One FastAGI connection: an asyncio Protocol that turns commands into answers, one at a time.

The path of a command is kept lean, because every caller takes it dozens of times: one future, one write,
no reader, no task per read, no timer; deadlines are a number that the server looks at a few times a second.
Every form of hang-up (`HANGUP`, `result=-1`, 511, end of file) becomes `Hangup` (R5), and a channel that an
AMI Redirect took away looks the same on purpose (R6): the dialog ends without a verdict.
"""

import asyncio
from asyncio import Future, InvalidStateError
from os import write
from typing import TYPE_CHECKING

from ivr.agi_protocol import DONE_ANSWERS, AgiParser, Answer, Headers, HungUp
from ivr.agi_stream import BadStream
from ivr.line import Hangup

if TYPE_CHECKING:
    from ivr.agi_server import AgiServer


_done = DONE_ANSWERS.get


class AgiRefusal(RuntimeError):  # noqa: N818 - named after what Asterisk did
    """Asterisk did not accept a command (510, 520): an error of ours or of its configuration."""


class AgiSession(asyncio.Protocol):
    """The server's side of one connection."""

    __slots__ = (
        "_descriptor",
        "_parser",
        "_pending",
        "_server",
        "_transport",
        "_waiting",
        "_whole",
        "commands",
        "gone",
        "headers",
        "patience",
        "sweeps",
    )

    def __init__(self, server: "AgiServer") -> None:
        self._server = server
        self._parser = AgiParser(server.limits.stream)
        self._transport: asyncio.Transport
        self._descriptor = -1
        self._pending: Future[Answer] | None = None
        self._waiting: tuple[bytes, Future[Answer]] | None = None
        self._whole = False
        self.headers: dict[str, str] = {}
        self.commands = 0
        self.gone = False
        """No command can be answered any more."""
        self.patience = 0.0
        """Seconds that the peer has for what it owes."""
        self.sweeps = (-1, 0.0)
        """For the server: the number of commands it saw last, and since when."""

    @property
    def owes(self) -> bool:
        """Whether the peer has something to send: its header block, or an answer."""
        return self._pending is not None or not self._parser.greeted

    # -- called by the event loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A peer is there; nothing is believed yet."""
        self._transport = transport  # type: ignore[assignment]
        self._descriptor = transport.get_extra_info("socket").fileno()
        self._server.connected(self)

    def data_received(self, data: bytes) -> None:
        """Bytes in any pieces; nearly always a whole plain answer to the one command under way."""
        answer = _done(data)
        if answer is not None and self._whole and (pending := self._pending) is not None:
            self._pending = None
            try:
                pending.set_result(answer)
            except InvalidStateError:  # nobody waits for it any more
                self._pending = pending
            else:
                return
        try:
            messages = self._parser.feed(data)
        except BadStream as bad:
            self._server.refuse(self, bad.reason)
            return
        self._whole = self._parser.whole
        for message in messages:
            if isinstance(message, Answer):
                self._answered(message)
            elif isinstance(message, HungUp):
                self.lost()
            else:
                self._greeted(message)

    def eof_received(self) -> bool:
        """The peer has ended: nobody is left, and the descriptor must not be written to any more."""
        self._end()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is closed, by whomever."""
        self._end()
        self._server.disconnected(self)

    # -- called by the server and the line

    def send(self, command: bytes, seconds: float) -> "Future[Answer]":
        """Send one encoded command; its answer must come within `seconds` and the limits' margin.

        Awaiting it raises Hangup when the caller is gone, AgiRefusal when Asterisk does not accept the
        command.
        """
        if self.gone:
            raise Hangup
        self.patience = seconds
        self.commands += 1
        answer: Future[Answer] = Future()
        if self._pending is not None:
            self._wait(command, answer)
            return answer
        self._pending = answer
        sent = 0
        try:
            sent = write(self._descriptor, command)
        except BlockingIOError:
            pass
        except OSError:
            self.lost()
            return answer
        if sent != len(command):
            self._transport.write(command[sent:])  # what the socket does not take at once
        return answer

    def lost(self) -> None:
        """The caller is gone: whoever waits learns it now, the socket closes now (R5)."""
        self._end()
        self._transport.close()

    def abort(self) -> None:
        """Close the socket at once."""
        self._end()
        self._transport.abort()

    # -- inside

    def _wait(self, command: bytes, answer: "Future[Answer]") -> None:
        """Hold a command back: Asterisk is still busy with one that nobody waits for any more."""
        if self._pending is None or not self._pending.cancelled() or self._waiting is not None:
            raise RuntimeError("a line takes one command at a time")
        self._waiting = (command, answer)

    def _greeted(self, headers: Headers) -> None:
        if not self.gone:
            self.headers = headers.values
            self._server.greeted(self)

    def _answered(self, answer: Answer) -> None:
        pending = self._pending
        if pending is None:
            if not self.gone:
                self._server.refuse(self, "unasked_answer")
            return
        self._pending = None
        if not pending.done():
            if answer.code == 200 and answer.result != "-1":
                pending.set_result(answer)
            elif answer.code in (200, 511):
                pending.set_exception(Hangup())
                self.lost()
            else:
                pending.set_exception(AgiRefusal(f"Asterisk answered {answer.code}"))
        if self._waiting is not None:
            (command, self._pending), self._waiting = self._waiting, None
            self._transport.write(command)

    def _end(self) -> None:
        self.gone = True
        waiting = self._waiting[1] if self._waiting else None
        for future in (self._pending, waiting):
            if future is not None and not future.done():
                future.set_exception(Hangup())
        self._pending = self._waiting = None
