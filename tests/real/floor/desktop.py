"""An agent's desktop as a browser would be one: signed in over HTTP, told over the WebSocket."""

import asyncio
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.real.house import House
from tests.real.staff import PASSWORD

WITHIN = 20.0


class Desktop:
    """Use as a context: signs in and connects, beats, acknowledges pops, keeps what it was told."""

    def __init__(self, house: House, login: str) -> None:
        port = house.settings.http_port
        self._origin = f"http://127.0.0.1:{port}"
        self._address = f"ws://127.0.0.1:{port}/api/live"
        self._login = login
        self.http = httpx.AsyncClient(base_url=self._origin, headers={"Origin": self._origin}, timeout=10.0)
        self.told: list[dict[str, Any]] = []
        self._more = asyncio.Condition()
        self._listening: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        answer = await self.http.post("/api/session", json={"login": self._login, "password": PASSWORD})
        answer.raise_for_status()
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.vanish()
        await self.http.aclose()

    async def connect(self) -> None:
        """Open the live channel, anew after a restart of the service. What was told before is forgotten."""
        await self.vanish()
        self.told.clear()
        answer = await self.http.post("/api/live/ticket")
        answer.raise_for_status()
        socket = await connect(self._address, origin=self._origin)  # type: ignore[arg-type]
        await socket.send(json.dumps({"type": "hello", "ticket": answer.json()["ticket"]}))
        self._listening = asyncio.create_task(self._listen(socket))
        await self.hears(lambda message: message["type"] == "full", "the full state", forget=False)

    async def vanish(self) -> None:
        """The browser is gone, without a word."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
            self._listening = None

    async def hears(
        self, wanted: Callable[[dict[str, Any]], bool], what: str, *, forget: bool = True
    ) -> dict[str, Any]:
        """Wait for a message, told already or yet to come, and forget everything up to it."""
        try:
            async with asyncio.timeout(WITHIN), self._more:
                while (found := next((m for m in self.told if wanted(m)), None)) is None:
                    await self._more.wait()
        except TimeoutError:
            raise AssertionError(f"{self._login} was not told {what}: {self.told}") from None
        if forget:
            del self.told[: self.told.index(found) + 1]
        return found

    async def pop(self, **wanted: Any) -> dict[str, Any]:
        """The screen pop, once it is complete."""

        def complete(message: dict[str, Any]) -> bool:
            pop = message.get("pop")
            return message["type"] == "pop" and pop["looked"] == "complete" and wanted.items() <= pop.items()

        return (await self.hears(complete, "of a call"))["pop"]  # type: ignore[no-any-return]

    async def state(self, *states: str) -> dict[str, Any]:
        """The agent's own state, once it is one of these."""

        def right(message: dict[str, Any]) -> bool:
            return message["type"] in ("agent", "full") and (message["agent"] or {}).get("state") in states

        return (await self.hears(right, f"{states}"))["agent"]  # type: ignore[no-any-return]

    async def wants(self, state: str, **more: str) -> None:
        """Ask for another state of one's own."""
        answer = await self.http.put("/api/agents/me/state", json={"state": state, **more})
        assert answer.status_code == 200, answer.text

    async def get(self, path: str, **parameters: str) -> Any:
        """Read from the API."""
        answer = await self.http.get(path, params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def _listen(self, socket: ClientConnection) -> None:
        async with socket, asyncio.TaskGroup() as group:
            group.create_task(_beat(socket))
            async for text in socket:
                frame = json.loads(text)
                message = frame.get("message", frame)
                if message["type"] == "pop":
                    pop = message["pop"]
                    seen = {"type": "pop_seen", "pop": pop["id"], "revision": pop["revision"]}
                    await socket.send(json.dumps(seen))
                async with self._more:
                    self.told.append(message)
                    self._more.notify_all()


async def _beat(socket: ClientConnection) -> None:
    while True:
        await asyncio.sleep(4)
        await socket.send('{"type":"beat"}')
