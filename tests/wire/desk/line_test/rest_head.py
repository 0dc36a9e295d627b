"""A REST test head on a real socket that can be told to misbehave: the raw bytes of each answer are ours."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]

GOOD = {
    "number": "55501234",
    "tested_at": "2026-11-22T18:30:00+08:00",
    "resistance_tip_ring": 1e12,
    "resistance_tip_ground": 5e6,
    "resistance_ring_ground": 5e6,
    "capacitance_nf": 1120.5,
    "dc_volts": 0.1,
    "ac_volts": 0.2,
    "off_hook": False,
}


@dataclass
class Request:
    """What one request held."""

    line: str
    headers: dict[str, str]
    body: dict[str, object]


@dataclass
class RestHead:
    """Answers requests in turn by `answers`; the last one stays."""

    answers: list[Answer]
    requests: list[Request] = field(default_factory=list)
    address: str = ""
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").split("\r\n")
            headers = {key.lower(): value for key, _, value in (line.partition(": ") for line in head[1:])}
            body = json.loads(await reader.readexactly(int(headers["content-length"])))
            self.requests.append(Request(head[0], headers, body))
            self.asked.set()
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client left
        finally:
            writer.close()


@asynccontextmanager
async def rest_head(*answers: Answer) -> AsyncIterator[RestHead]:
    """Serve on a free loopback port."""
    head = RestHead(list(answers))
    server = await asyncio.start_server(head.serve, "127.0.0.1", 0)
    head.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api"
    try:
        yield head
    finally:
        server.close()


def raw(*pieces: bytes, pause: float = 0.0) -> Answer:
    """Send exactly these bytes, with a pause after each, then close."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


def answer(status: int, body: object = None, **headers: str) -> Answer:
    """A well-formed HTTP answer."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Text", f"Content-Length: {len(content)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return raw("\r\n".join(lines).encode() + b"\r\n\r\n" + content)


async def closes(writer: asyncio.StreamWriter) -> None:
    """Close without a word."""


async def silent(writer: asyncio.StreamWriter) -> None:
    """Accept, then say nothing."""
    await asyncio.sleep(60)


async def endless(writer: asyncio.StreamWriter) -> None:
    """An answer that never ends, as fast as it is read."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1000\r\n" + b" " * 0x1000 + b"\r\n")
        await writer.drain()
