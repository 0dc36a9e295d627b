"""The browser desktop's built files under a strict policy: nothing inline, nothing from elsewhere (S12, ASVS 5.0, V3).

Every path that is no file is a page of the desktop and answers with its only document; its scripts find out which.
Files under assets/ are named after their content and kept by browsers for good.
"""

import mimetypes
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from cti.http.problems import problem

DOCUMENT = "index.html"
_KEPT = "public, max-age=31536000, immutable"
_ASKED_AGAIN = "no-cache"
_PACKED = {"br": ".br", "gzip": ".gz"}
"""Codings of which the build has left a copy, the smallest first."""
_REFUSED = re.compile(r"q=0(\.0{0,3})?")
_RESERVED = ("api", "healthz", "readyz", "metrics")


def content_policy(connect: Sequence[str] = ()) -> str:
    """Content-Security-Policy of the desktop; `connect`: origins of Asterisk's WebSocket beside our own."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "media-src 'self' blob:",
            " ".join(("connect-src 'self'", *connect)),
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def desktop_router(folder: Path, connect: Callable[[str], Sequence[str]]) -> APIRouter:
    """Serves `folder`; goes into the app last, because it answers every path that nobody else has.

    `connect` tells the origins of Asterisk's WebSocket for the value of a header `Host`.
    """
    router = APIRouter(include_in_schema=False)
    root = folder.resolve()

    @router.get("/{path:path}")
    @router.head("/{path:path}")
    async def file(request: Request, path: str) -> Response:
        if path.partition("/")[0] in _RESERVED:
            return problem(404)
        found = _inside(root, path)
        if found is None and Path(path).suffix and not path.endswith(".html"):
            return problem(404)
        document = found or _inside(root, DOCUMENT)
        if document is None:
            return problem(503, "the browser desktop is not built: run `make web`")
        kept = _KEPT if path.startswith("assets/") else _ASKED_AGAIN
        headers = {
            "content-security-policy": content_policy(connect(request.headers.get("host", ""))),
            "permissions-policy": "microphone=(self), camera=(), geolocation=(), payment=()",
            "cache-control": kept,
        }
        return _answer(document, request, headers)

    return router


def _inside(root: Path, path: str) -> Path | None:
    """The file, unless there is none below the folder."""
    if "\0" in path:
        return None
    found = (root / path).resolve()
    return found if found.is_relative_to(root) and found.is_file() else None


def _answer(file: Path, request: Request, headers: dict[str, str]) -> Response:
    """The file, compressed where the build has left it so and the browser takes it (RFC 9110, 12.5.3)."""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers |= {"vary": "accept-encoding"}
    taken = _taken(request.headers.get("accept-encoding", ""))
    for coding, ending in _PACKED.items():
        packed = file.with_name(file.name + ending)
        if coding in taken and packed.is_file():
            return FileResponse(packed, media_type=kind, headers=headers | {"content-encoding": coding})
    return FileResponse(file, media_type=kind, headers=headers)


def _taken(accept: str) -> set[str]:
    """The codings that a browser names, without those it refuses with a weight of nothing."""
    named = (entry.replace(" ", "").partition(";") for entry in accept.lower().split(","))
    return {coding for coding, _, weight in named if not _REFUSED.fullmatch(weight)}
