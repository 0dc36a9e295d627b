"""A desktop that comes back while its former connection is still there misses nothing (R15)."""

import asyncio
from typing import Any

import msgspec

from cti.live.desktops import Desktops
from cti.live.hub import Hub
from cti.live.messages import FullState, OwnCallOver
from cti.live.presence import Presence
from cti.live.viewer import Viewer, agent_topic
from tests.waiting import until

AGENT = Viewer(person="1", session="a", agent="8001")


class Line:
    """A connection in memory: what the service said, and what it closed with."""

    address = "127.0.0.1"

    def __init__(self, **hello: Any) -> None:
        self.heard: list[Any] = []
        self.code = 0
        self._says = [msgspec.json.encode({"type": "hello", "ticket": "t", **hello}).decode()]

    async def send(self, data: bytes) -> None:
        await asyncio.sleep(0)  # a line takes its time
        self.heard.append(msgspec.json.decode(data))

    async def receive(self) -> str:
        if self._says:
            return self._says.pop()
        await asyncio.Event().wait()
        return ""

    async def close(self, code: int, reason: str) -> None:
        self.code = code

    async def has(self, count: int) -> None:
        async def there() -> bool:
            return len(self.heard) >= count

        await until(there)


class Doors:
    """Admits the agent; the floor moves just then, if `moves` is set."""

    moves: OwnCallOver | None = None

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def admit(self, ticket: str, address: str) -> Viewer | None:
        if self.moves:
            asyncio.get_running_loop().call_soon(self._hub.tell, agent_topic("8001"), self.moves)
        return AGENT

    async def still(self, viewer: Viewer) -> bool:
        return True


async def test_what_is_told_in_the_instant_of_coming_back_goes_to_the_new_connection() -> None:
    hub = Hub(lambda _: FullState())
    doors = Doors(hub)
    desktops = Desktops(hub, doors, Presence(lambda agent, here: None), lambda agent, pop, revision: None)
    before = Line()
    async with asyncio.TaskGroup() as group:
        first = group.create_task(desktops.serve(before))
        await before.has(2)
        doors.moves = OwnCallOver(call="c1")
        full = before.heard[1]
        now = Line(stream=before.heard[0]["stream"], last=full["seq"])
        second = group.create_task(desktops.serve(now))
        await first
        await now.has(2)
        second.cancel()
    assert now.heard[0]["resumed"]
    assert now.heard[1] == {"seq": full["seq"] + 1, "message": {"type": "call_over", "call": "c1"}}
    assert (before.heard[2:], before.code) == ([], 4409)
