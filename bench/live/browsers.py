"""Desktops by the thousand in a process of their own: connect, give signs of life, acknowledge every pop.

    python -m bench.live.browsers PORT COUNT

Prints `ready` when all are connected, ends when its input does.
"""

import asyncio
import json
import sys

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

BEAT = '{"type":"beat"}'
AT_ONCE = 50


class Browser:
    """One desktop."""

    def __init__(self, port: int, number: int) -> None:
        self._port, self._number = port, number
        self.welcome = asyncio.Event()

    async def run(self, room: asyncio.Semaphore) -> None:
        """Until cancelled."""
        await room.acquire()
        origin = Origin(f"http://127.0.0.1:{self._port}")
        address = f"ws://127.0.0.1:{self._port}/api/live"
        async with connect(address, origin=origin, compression=None, ping_interval=None) as socket:
            await socket.send(json.dumps({"type": "hello", "ticket": str(self._number)}))
            await socket.recv()
            self.welcome.set()
            room.release()
            beating = asyncio.create_task(self._beat(socket))
            try:
                await self._read(socket)
            finally:
                beating.cancel()

    async def _read(self, socket: ClientConnection) -> None:
        async for text in socket:
            if b'"type":"pop"' in (data := text.encode() if isinstance(text, str) else text):
                pop = json.loads(data)["message"]["pop"]
                seen = {"type": "pop_seen", "pop": pop["id"], "revision": pop["revision"]}
                await socket.send(json.dumps(seen))

    async def _beat(self, socket: ClientConnection) -> None:
        await asyncio.sleep(5 * (self._number % 100) / 100)
        while True:
            await socket.send(BEAT)
            await asyncio.sleep(5)


async def main(port: int, count: int) -> None:
    """All of them."""
    room = asyncio.Semaphore(AT_ONCE)
    browsers = [Browser(port, number) for number in range(count)]
    tasks = [asyncio.create_task(browser.run(room)) for browser in browsers]
    for browser in browsers:
        await browser.welcome.wait()
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
