"""The web server inside our own event loop: it leaves signals to the programme and binds before it serves."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

BACKLOG = 256
MAX_CONNECTIONS = 5000
"""Past so many open requests and connections, desktops among them, the answer is 503."""
MAX_MESSAGE = 16_384
"""Bytes of one message from a desktop."""


class HttpError(Exception):
    """The server can't be started; the text is for the operator."""


class _Embedded(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the programme."""
        yield


@contextlib.asynccontextmanager
async def serve_http(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Serve while the context is open; gives the port (of use with port 0). Raises HttpError."""
    listener = _listen(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        limit_concurrency=MAX_CONNECTIONS,
        ws="websockets-sansio",
        ws_max_size=MAX_MESSAGE,
        ws_per_message_deflate=False,
        ws_ping_interval=None,  # desktops and service give signs of life of their own
        timeout_keep_alive=5,
        timeout_graceful_shutdown=3,
        lifespan="off",
    )
    server = _Embedded(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await serving


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError as trouble:
        listener.close()
        raise HttpError(f"HTTP port {port} on {host} can't be used: {trouble.strerror}") from trouble
    return listener
