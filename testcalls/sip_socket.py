"""The UDP socket of a test call's signalling: carries datagrams both ways and keeps the time."""

import asyncio
from collections.abc import Callable

from testcalls.sip_message import Message

_TICK = 0.1


class SipSocket(asyncio.DatagramProtocol):
    """Gives each datagram and every 100 ms to `on_datagram` and `on_time`; send with `send`."""

    def __init__(
        self,
        on_datagram: Callable[[bytes, tuple[str, int]], None],
        on_time: Callable[[], None],
    ) -> None:
        self._on_datagram, self._on_time = on_datagram, on_time
        self._transport: asyncio.DatagramTransport | None = None
        self._clock: asyncio.Task[None] | None = None
        self.trace: list[str] = []
        """First line of every message, `>` sent, `<` received: for messages about calls that went wrong."""

    async def open(self, host: str) -> tuple[str, int]:
        """Bind to any free port. Returns the address."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(host, 0))
        self._clock = asyncio.create_task(self._tick())
        address = self._transport.get_extra_info("sockname")
        return str(address[0]), int(address[1])

    def send(self, data: bytes | Message, to: tuple[str, int]) -> None:
        """Send a message."""
        raw = data.encode() if isinstance(data, Message) else data
        self.trace.append(f"> {_first_line(raw)}")
        if self._transport:
            self._transport.sendto(raw, to)

    def close(self) -> None:
        """Free the port."""
        if self._clock:
            self._clock.cancel()
        if self._transport:
            self._transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        """A datagram came."""
        self.trace.append(f"< {_first_line(data)}")
        self._on_datagram(data, (str(addr[0]), int(addr[1])))

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there (ICMP): the transaction's time limit says so."""
        self.trace.append(f"! {exc}")

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK)
            self._on_time()


def _first_line(data: bytes) -> str:
    return data.split(b"\r\n", 1)[0].decode("utf-8", "replace")
