"""The web server inside our own loop, on a real port."""

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
