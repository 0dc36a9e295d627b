"""A complete instance on free ports with a data folder of its own: real Asterisk, real prompts.

Asterisk is started without the service: nothing listens on `settings.agi_port` until a test puts something
there.
"""

import asyncio
import contextlib
import random
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faultline.asterisk import AgentEndpoint, Asterisk
from faultline.asterisk.trouble import PortTakenError
from faultline.settings import Settings
from testcalls.caller import TestCaller
from testcalls.repertoire import Repertoire

RTP_PORTS = 800
"""Enough for the default of 200 calls."""
POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Channel:
    """One line of `core show channels concise`."""

    name: str
    context: str
    extension: str
    state: str
    application: str
    data: str
    unique_id: str
    bridge: str


class House:
    """One instance; `repertoire` knows its prompts. Close it when done."""

    def __init__(self, settings: Settings, agents: tuple[AgentEndpoint, ...], repertoire: Repertoire) -> None:
        self.settings = settings
        self.agents = agents
        self.repertoire = repertoire
        self.asterisk = Asterisk(settings, agents)
        self.agent_port = 0
        """UDP port of a telephone that does not register; nothing listens there until a test does."""

    @classmethod
    def open(
        cls,
        folder: Path,
        prompts: Path,
        *,
        agents: tuple[AgentEndpoint, ...] = (),
        repertoire: Repertoire | None = None,
        **values: Any,
    ) -> "House":
        """Start an instance below `folder` with the prompts built in the data folder `prompts`.

        `values` are settings; ports that are not given are free ones.
        """
        for name in ("prompts", "moh"):
            shutil.copytree(prompts / name, folder / name)
        sounds = repertoire or Repertoire.load(folder / "prompts")
        for _ in range(3):
            house = cls(Settings(data=folder, **{**free_ports(), **values}), agents, sounds)
            try:
                house.asterisk.start()
            except PortTakenError:
                continue
            return house
        raise RuntimeError("three sets of free ports were taken before Asterisk started")

    def close(self) -> None:
        """End Asterisk, calls included."""
        self.asterisk.stop()

    @property
    def server(self) -> tuple[str, int]:
        """Where callers send their INVITE."""
        return str(self.settings.bind), self.settings.sip_port

    def caller(self, **values: Any) -> TestCaller:
        """A caller from the public network, to be used as a context."""
        return TestCaller(self.server, self.repertoire, **values)

    def channels(self) -> list[Channel]:
        """All channels, from Asterisk's own list."""
        rows = (line.split("!") for line in self.asterisk.rx("core show channels concise").splitlines())
        return [Channel(r[0], r[1], r[2], r[4], r[5], r[6], r[-1], r[-2]) for r in rows if len(r) >= 13]

    @contextlib.contextmanager
    def site(self, file: str, text: str) -> Iterator[None]:
        """Operations' own file in force, as it was before on leaving."""
        path = self.asterisk.places.site / file
        before = path.read_text()
        try:
            path.write_text(f"{before}\n{text}")
            self.asterisk.reload_dialplan()
            yield
        finally:
            path.write_text(before)
            self.asterisk.reload_dialplan()

    def knobs(self, **values: object) -> contextlib.AbstractContextManager[None]:
        """Operations' knobs in force: `house.knobs(OVERFLOW_SECONDS=3)`."""
        lines = "".join(f"{name} = {value}\n" for name, value in values.items())
        return self.site("extensions.conf", f"[globals](+)\n{lines}")

    async def until(self, found: Callable[[], Any], *, within: float = 10.0, what: str = "") -> Any:
        """Poll `found` in a thread until its answer is true, and return that. Raises AssertionError."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while True:
            if answer := await asyncio.to_thread(found):
                return answer
            if loop.time() > deadline:
                raise AssertionError(f"not within {within:g} s: {what or found}; {self.channels()}")
            await asyncio.sleep(POLL_SECONDS)

    async def in_queue(self, name: str = "junior", *, within: float = 10.0) -> Channel:
        """The one channel that waits in a queue."""

        def waiting() -> Channel | None:
            here = (c for c in self.channels() if c.application == "Queue" and c.data.split(",")[0] == name)
            return next(here, None)

        return await self.until(waiting, within=within, what=f"a caller in the queue {name}")

    def waiting(self) -> int:
        """How many callers wait for an agent: in the waiting room, or without a service in Asterisk's own queue."""
        return sum(c.application == "Queue" or c.context == "waiting" for c in self.channels())

    async def empty(self, *, within: float = 10.0) -> None:
        """Wait until there is no channel left."""
        await self.until(lambda: not self.channels(), within=within, what="no channel left")

    @contextlib.asynccontextmanager
    async def signed_in(self, extension: str, queue: str = "junior") -> AsyncIterator[None]:
        """An agent's telephone as a member of a queue."""
        rx = self.asterisk.rx
        await asyncio.to_thread(rx, f"queue add member PJSIP/{extension} to {queue}")
        try:
            yield
        finally:
            await asyncio.to_thread(rx, f"queue remove member PJSIP/{extension} from {queue}")


def free_ports() -> dict[str, int]:
    """Settings of an instance's ports, each free at this moment."""
    names = ("http_port", "agi_port", "ami_port", "sip_port", "ws_port")
    with contextlib.ExitStack() as stack:
        ports = {name: _reserve(stack) for name in names}
    start = _rtp_start()
    return {**ports, "rtp_start": start, "rtp_end": start + RTP_PORTS - 1}


def _reserve(stack: contextlib.ExitStack) -> int:
    """A port that is free for TCP and UDP; held until the stack closes, so that no two are the same.

    Above those that the system hands out by itself: nobody's passing socket takes it while Asterisk is down.
    """
    for _ in range(1000):
        port = random.randrange(61_000, 65_536)
        tcp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        with contextlib.suppress(OSError):
            tcp.bind(("127.0.0.1", port))
            udp.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port")


def _rtp_start() -> int:
    """The first of RTP_PORTS free UDP ports in a row, below those that the system hands out by itself."""
    for _ in range(100):
        start = random.randrange(10_000, 31_000, 2)
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for port in range(start, start + RTP_PORTS):
                stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)).bind(
                    ("127.0.0.1", port)
                )
            return start
    raise RuntimeError("no range of free UDP ports")
