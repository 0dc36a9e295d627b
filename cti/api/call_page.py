"""Calls from a page without an account: is there such a page, how it calls, and what it is told (S4, S13).

Off, it is not there: 404. Where operations have not said that it is on, only a browser on the service's own machine
finds it, under a name that means this machine (a page of elsewhere cannot make itself one by its name server).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from fastapi import APIRouter, Request, WebSocket
from pydantic import BaseModel, Field
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocketDisconnect

from cti.api.frame import frame_of
from cti.api.phone import IceServerShown
from cti.api.responses import ERRORS
from cti.call_page.following import Following
from cti.call_page.moments import Moment
from cti.call_page.passes import Passes
from cti.call_page.telephone import ENDPOINT, CallPageRules
from cti.errors import CrossOrigin, NotFound
from cti.live.close_codes import NOT_ADMITTED
from cti.people.telephone_secret import REALM

PASS_SECONDS = 10.0
"""How long an open WebSocket may take to say its pass."""
_LONGEST_PASS = 64

SampleLines = Callable[[], Awaitable[list[str]]]
"""Made-up line numbers that are in the books here, to try; real ones are nobody's business."""


class CallPage(BaseModel):
    """Whether there is a page to call from, for this browser."""

    on: bool
    sample_lines: list[str] = []
    """Made-up numbers that are in the books, for a first try."""


class CallPass(BaseModel):
    """What one call needs. The telephone opens nothing but the hotline's numbers."""

    uri: str
    realm: str
    ha1: str = Field(repr=False)
    """Digest over endpoint, realm and password (RFC 2617)."""
    ws_url: str | None
    """Asterisk's WebSocket; null: `ws_port` of the host that the page came from, at `/ws`."""
    ws_port: int
    ice_servers: list[IceServerShown] = []
    numbers: list[str]
    follow: str
    """The pass: sent with the call in the header X-Faultline-Follow, and as the first message of the WebSocket."""


class Told(BaseModel):
    """One moment of a call, as the WebSocket sends it."""

    told: Moment


def call_page_router(
    rules: CallPageRules, passes: Passes, following: Following, samples: SampleLines
) -> APIRouter:
    """The routes; `rules` say for whom the page is there."""
    router = APIRouter(prefix="/api/call-page", tags=["call page"], responses=ERRORS)

    @router.get("", summary="Is there a page to call from?")
    async def call_page(request: Request) -> CallPage:
        if not is_for(rules, request):
            return CallPage(on=False)
        return CallPage(on=True, sample_lines=await samples())

    @router.post("", status_code=201, summary="A pass for one call")
    async def call_pass(request: Request) -> CallPass:
        """404: there is no such page for this browser. 429: too many calls from one address."""
        if not is_for(rules, request):
            raise NotFound("there is no page to call from")
        frame = frame_of(request)
        frame.origins.check(request.headers, request.url.scheme)
        return CallPass(
            uri=f"sip:{ENDPOINT}@{REALM}",
            realm=REALM,
            ha1=rules.ha1,
            ws_url=rules.phone.url,
            ws_port=rules.phone.ws_port,
            ice_servers=[IceServerShown.of(server) for server in rules.phone.ice_servers],
            numbers=list(rules.numbers),
            follow=passes.issue(frame.address_of(request)),
        )

    @router.get("/{follow}", summary="What was told of a call so far")
    async def told(follow: str, request: Request) -> list[Told]:
        """The same as the WebSocket `/api/call-page/live` sends one by one after the pass as its first message."""
        if not is_for(rules, request) or not passes.holds(follow[:_LONGEST_PASS]):
            raise NotFound("no such call", code="no_such_call")
        return [Told(told=moment) for moment in following.so_far(follow)]

    @router.websocket("/live")
    async def live(websocket: WebSocket) -> None:
        if not is_for(rules, websocket) or not _of_ours(websocket):
            await websocket.close()  # before it is accepted: HTTP 403
            return
        await websocket.accept()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
            await _serve(websocket, passes, following)

    return router


def is_for(rules: CallPageRules, connection: HTTPConnection) -> bool:
    """Whether the page is there for whoever asks."""
    if not rules.on:
        return False
    if rules.asked_for:
        return True
    return _is_loopback(frame_of(connection).address_of(connection)) and _is_loopback(
        connection.url.hostname or ""
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ip_address(host).is_loopback
    return False


def _of_ours(websocket: WebSocket) -> bool:
    scheme = {"ws": "http", "wss": "https"}.get(websocket.url.scheme, "")
    with contextlib.suppress(CrossOrigin):
        frame_of(websocket).origins.check(websocket.headers, scheme)
        return True
    return False


async def _serve(websocket: WebSocket, passes: Passes, following: Following) -> None:
    follow = ""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PASS_SECONDS):
            follow = (await websocket.receive_text())[:_LONGEST_PASS]
    if not passes.holds(follow):
        await websocket.close(NOT_ADMITTED, "no pass")
        return
    telling = asyncio.create_task(_tell(websocket, following, follow))
    try:
        while (await websocket.receive())["type"] == "websocket.receive":
            pass  # a page has nothing more to say
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)


async def _tell(websocket: WebSocket, following: Following, follow: str) -> None:
    async for moment in following.watch(follow):
        await websocket.send_text(Told(told=moment).model_dump_json())
    await websocket.close(1000, "over")
