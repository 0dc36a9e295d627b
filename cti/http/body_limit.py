"""No request carries more than it needs: nobody fills our memory or our disk (S12).

64 KB are enough for all that people enter. The few routes that take files stand in LARGER with a limit of their own;
they read the body as a stream, and only once they know who sends it.
"""

from fnmatch import fnmatchcase

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cti.http.problems import BodyTooLarge, problem

LARGEST = 64 * 1024
"""Bytes."""
LARGER: dict[tuple[str, str], int] = {
    ("POST", "/api/imports/"): 200 * 1024 * 1024,
    ("PUT", "/api/prompts/"): 10 * 1024 * 1024,
    ("POST", "/api/reports/*/message-for-caller"): 2 * 1024 * 1024,
}
"""Method and beginning of the path → bytes."""


class BodyLimit:
    """ASGI middleware: 413 for a body over the limit, announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is small enough."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = largest(scope["method"], scope["path"])
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > limit:
            await _refusal(limit)(scope, receive, send)
            return
        await self.app(scope, _Counted(receive, limit), send)


def largest(method: str, path: str) -> int:
    """Bytes that a request may carry."""
    for (larger, begins), limit in LARGER.items():
        if method == larger and fnmatchcase(path, f"{begins}*"):
            return limit
    return LARGEST


def _refusal(limit: int) -> JSONResponse:
    shown = _shown(limit)
    return problem(413, f"a body has {shown} at most", "too_large", {"most": shown})


def _shown(limit: int) -> str:
    return f"{limit // 1024} KB" if limit < 1024 * 1024 else f"{limit // (1024 * 1024)} MB"


class _Counted:
    """Counts what comes in without being announced."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._seen = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            raise BodyTooLarge(_shown(self._limit))
        return message
