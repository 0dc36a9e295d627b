"""The far side of a test call on loopback: takes calls and registrations as a script says, and loses datagrams."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from testcalls.g711 import Samples
from testcalls.media import Media
from testcalls.sdp import build
from testcalls.sip import Answered
from testcalls.sip_answer import SipAnswer
from testcalls.sip_message import Message, response
from testcalls.sip_socket import SipSocket

Answer = Callable[[Message], Message | None]


class FarSide:
    """Answers the first INVITE with a real dialog and RTP unless `refuse` gives another response."""

    def __init__(self) -> None:
        self.refuse: Answer = lambda request: None
        self.lose: Callable[[Message], bool] = lambda message: False
        self.requests: list[Message] = []
        self.media = Media()
        self.call: SipAnswer | None = None
        self.up = asyncio.Event()
        self.over = asyncio.Event()
        self.answers = True
        self._socket = SipSocket(self._receive, self._tick)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[str, int]]:
        """Its address while it is there."""
        self.address = await self._socket.open("127.0.0.1")
        self._answer = build(await self.media.listen("127.0.0.1"))
        try:
            yield self.address
        finally:
            self.media.close()
            self._socket.close()

    async def play(self, samples: Samples) -> None:
        """Say something to the caller."""
        await self.up.wait()
        await self.media.speak(samples)

    def hang_up(self) -> None:
        """End the call."""
        if self.call:
            self.call.hang_up(asyncio.get_running_loop().time())
            self._send()

    def _receive(self, data: bytes, sender: tuple[str, int]) -> None:
        message = Message.decode(data)
        self._sender = sender
        if self.lose(message):
            return
        self.requests.append(message)
        if message.method not in ("ACK", "") and (other := self.refuse(message)):
            self._socket.send(other, sender)
        elif message.method == "INVITE" and self.call is None:
            self.call = SipAnswer(message, self.address, "112")
            if self.answers:
                self.call.answer(self._answer, asyncio.get_running_loop().time())
        elif self.call:
            self.call.receive(message)
        self._send()

    def _tick(self) -> None:
        if self.call:
            self.call.tick(asyncio.get_running_loop().time())
            self._send()

    def _send(self) -> None:
        while self.call and self.call.outbox:
            data = self.call.outbox.pop(0)
            if not self.lose(Message.decode(data)):
                self._socket.send(data, self._sender)
        while self.call and self.call.events:
            event = self.call.events.pop(0)
            if isinstance(event, Answered):
                self.media.talk_to(event.audio)
                self.up.set()
            else:
                self.over.set()


def once(kind: str | int) -> Callable[[Message], bool]:
    """Lose the first message of this method or status."""
    left = [kind]

    def lose(message: Message) -> bool:
        if (message.method or message.status) not in left:
            return False
        left.clear()
        return True

    return lose


def refusing(status: int) -> Answer:
    """Refuse every INVITE."""
    return lambda request: response(request, status, "No", tag="far") if request.method == "INVITE" else None
