"""A FastAGI server under test with calls that must stay unaffected, and a census of what is left afterwards."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from prometheus_client import CollectorRegistry

from ivr.agi_limits import Limits
from ivr.agi_line import AgiLine
from ivr.agi_server import AgiServer, Handler
from ivr.scripted_asterisk import ScriptedAsterisk

WITHIN_SECONDS = 20.0


class Exchange:
    """One server; `said` counts what the steady call did while others misbehaved."""

    def __init__(self, server: AgiServer, registry: CollectorRegistry) -> None:
        self.server = server
        self.registry = registry

    def count(self, name: str, **labels: str) -> float:
        """A metric's value as Prometheus would read it."""
        value = self.registry.get_sample_value(name, labels)
        assert value is not None, name
        return value

    def refused(self, reason: str) -> int:
        """Connections refused for a reason."""
        return int(self.count("faultline_agi_refused_total", reason=reason))

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection that says nothing by itself."""
        return await asyncio.open_connection("127.0.0.1", self.server.port)

    async def send(self, *parts: bytes, piece: int = 0, shut: bool = False) -> bytes:
        """Connect, send, and read until the server closes; returns what it said.

        Each part after the first follows a command. `piece`: in pieces of so many bytes; `shut`: say that nothing
        more will come.
        """
        reader, writer = await self.connect()
        got = b""
        with contextlib.suppress(ConnectionError):
            for n, part in enumerate(parts):
                got += await reader.readline() if n else b""
                for start in range(0, len(part), piece or len(part) or 1):
                    writer.write(part[start : start + (piece or len(part))])
                    await writer.drain()
            if shut:
                writer.write_eof()
            while data := await asyncio.wait_for(reader.read(65536), WITHIN_SECONDS):
                got += data
        writer.close()
        return got

    async def call(self, *, unique_id: str = "1700000000.1", script: str = "good") -> None:
        """A call as Asterisk makes it, to its end."""
        await ScriptedAsterisk(unique_id=unique_id, script_name=script).call("127.0.0.1", self.server.port)


@contextlib.asynccontextmanager
async def exchange(handler: Handler, limits: Limits | None = None) -> AsyncIterator[Exchange]:
    """A server on a free port; on leaving nothing of it may be left: sessions, tasks, descriptors."""
    gc.collect()
    before = open_descriptors()
    tasks = asyncio.all_tasks()
    registry = CollectorRegistry()
    server = AgiServer(handler, limits or Limits(), registry=registry)
    await server.start()
    try:
        yield Exchange(server, registry)
        await until(lambda: server.connections == 0, "no connection is left")
    finally:
        await server.close()
    await until(lambda: asyncio.all_tasks() <= tasks, "no task is left")
    await until(lambda: open_descriptors() <= before, "no descriptor is left")


async def until(holds: Callable[[], bool], what: str) -> None:
    """Poll until something holds."""
    deadline = asyncio.get_running_loop().time() + WITHIN_SECONDS
    while not holds():
        assert asyncio.get_running_loop().time() < deadline, what
        await asyncio.sleep(0.01)


def open_descriptors() -> int:
    """Open file descriptors of this process."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def twenty_values(line: AgiLine) -> None:
    """A dialog that works only if every answer reaches the command it belongs to."""
    for n in range(20):
        await line.set("REPORT_NUMBER", f"{line.call.id}-{n}")
        assert await line.get("REPORT_NUMBER") == f"{line.call.id}-{n}"


@contextlib.asynccontextmanager
async def steady_calls(served: Exchange) -> AsyncIterator[list[str]]:
    """Good calls, one after the other, as long as the block runs; each must end well. Yields their ids."""
    ids: list[str] = []
    over = asyncio.Event()

    async def calls() -> None:
        while not over.is_set() or not ids:
            unique_id = f"1700000000.{len(ids) + 1}"
            asterisk = ScriptedAsterisk(unique_id=unique_id, script_name="good")
            await asterisk.call("127.0.0.1", served.server.port)
            assert asterisk.channel.variables["REPORT_NUMBER"] == f"{unique_id}-19"
            ids.append(unique_id)
            await asyncio.sleep(0.001)

    task = asyncio.create_task(calls())
    try:
        yield ids
    finally:
        over.set()
        await task
