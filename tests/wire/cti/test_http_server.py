"""The web server inside our own loop, on a real port."""

import asyncio
import signal

import httpx
import pytest
from prometheus_client import CollectorRegistry

from cti.http.app import create_app
from cti.http.server import HttpError, serve_http


async def ready() -> None:
    return None


APP = create_app(database_ready=ready, asterisk_ready=ready, registry=CollectorRegistry(), version="0.0.1")


async def test_it_serves_leaves_signals_alone_and_frees_its_port() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    async with serve_http(APP, "127.0.0.1", 0) as port:
        assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            answer = await client.get("/readyz")
        assert answer.json() == {"status": "ready"}
        assert "server" not in answer.headers
    async with serve_http(APP, "127.0.0.1", port) as again:
        assert again == port


async def test_a_port_in_use_is_said_in_one_line() -> None:
    async with serve_http(APP, "127.0.0.1", 0) as port:
        with pytest.raises(HttpError, match=f"HTTP port {port} on 127.0.0.1 can't be used"):
            async with serve_http(APP, "127.0.0.1", port):
                pass


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
        b"GET / HTTP/1.1\r\nHost",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000,
        b"A" * 200_000,
        b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n",
        b"GET http://[ HTTP/9.9\r\n\r\n",
    ],
    ids=["nothing", "TLS", "half a request", "headers without end", "no line", "no body", "nonsense"],
)
async def test_garbage_costs_nobody_else_anything(garbage: bytes) -> None:
    """S20: 50 such connections come, stay open, and the next request is answered."""
    async with serve_http(APP, "127.0.0.1", 0) as port:
        writers = []
        for _ in range(50):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(garbage)
            writers.append(writer)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            answer = await client.get("/healthz")
        assert answer.status_code == 200
        for writer in writers:
            writer.close()
