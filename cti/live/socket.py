"""`/api/live`: the WebSocket that desktops connect to (S13).

A page of another origin is refused before the connection is made. The ticket comes in the first message, so that it
stands in no log and no history.
"""

from typing import Any

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from cti.api.frame import frame_of
from cti.errors import CrossOrigin
from cti.live.desktops import Desktops
from cti.live.messages import schema
from cti.live.wire import WireLost


class StarletteWire:
    """A framework's WebSocket as the live room's wire."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self.address = frame_of(websocket).address_of(websocket)

    async def send(self, data: bytes) -> None:
        """Send UTF-8 text. Raises WireLost."""
        try:
            await self._websocket.send({"type": "websocket.send", "text": data.decode()})
        except (WebSocketDisconnect, RuntimeError, OSError):
            raise WireLost from None

    async def receive(self) -> str:
        """The next message; binary ones are none of ours and read as nothing. Raises WireLost."""
        message = await self._websocket.receive()
        if message["type"] != "websocket.receive":
            raise WireLost
        return message.get("text") or ""

    async def close(self, code: int, reason: str) -> None:
        """Say why, and end. Raises WireLost."""
        try:
            await self._websocket.close(code, reason)
        except (WebSocketDisconnect, RuntimeError, OSError):
            raise WireLost from None


def live_router(desktops: Desktops) -> APIRouter:
    """The WebSocket and the schema of its messages."""
    router = APIRouter(tags=["live"])

    @router.websocket("/api/live")
    async def live(websocket: WebSocket) -> None:
        if desktops.crowded or not _of_ours(websocket):
            await websocket.close()  # before it is accepted: HTTP 403
            return
        await websocket.accept()
        await desktops.serve(StarletteWire(websocket))

    @router.get("/api/live/schema.json", summary="JSON schema of the messages of /api/live")
    async def live_schema() -> dict[str, Any]:
        return schema()

    return router


def _of_ours(websocket: WebSocket) -> bool:
    scheme = {"ws": "http", "wss": "https"}.get(websocket.url.scheme, "")
    try:
        frame_of(websocket).origins.check(websocket.headers, scheme)
    except CrossOrigin:
        return False
    return True
