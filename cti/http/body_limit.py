"""No request carries more than 64 KB: nobody fills our memory, and nothing that people enter is longer (S12)."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cti.http.problems import problem

LARGEST = 64 * 1024
"""Bytes."""


class BodyLimit:
    """ASGI middleware: 413 for a body over the limit, announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is small enough."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > LARGEST:
            await problem(413, "a body has 64 KB at most")(scope, receive, send)
            return
        await self.app(scope, _Counted(receive), send)


class _Counted:
    """Counts what comes in without being announced."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._seen = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > LARGEST:
            raise HTTPException(413, "a body has 64 KB at most")
        return message
