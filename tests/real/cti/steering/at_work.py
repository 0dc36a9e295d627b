"""Steering on a real Asterisk, as the service has it, in the test's own process: killed and started at will."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry

from cti.ami.actions import Setvar
from cti.ami.link import HEARTBEAT, AmiLink
from cti.event_log.log import EventLog
from cti.event_log.reading import restored
from cti.floor.changes import Change
from cti.floor.events import AgentKnown, FloorEvent, SignedIn, SignedOut, WantsReady
from cti.floor.state import Agent, AgentState, Call, Floor, Stage
from cti.floor_watch import FloorWatch
from cti.routing.queues import Queues
from cti.steering.earlier_out_calls import earlier_out_calls
from cti.steering.live_floor import stamp
from cti.steering.steering import Steering
from faultline.asterisk.secrets import ami_accounts
from testcalls.agent_phone import AgentPhone
from testcalls.sip_digest import Credentials
from tests.real.conftest import AGENT_SECRET
from tests.real.cti.notebook import Notebook
from tests.real.house import House

ZONE = ZoneInfo("Asia/Shanghai")


class AtWork:
    """The service's live floor with what steers it."""

    def __init__(self, house: House, folder: Path, queues: Queues, **options: object) -> None:
        self.house = house
        registry = CollectorRegistry()
        accounts = ami_accounts(house.settings.folder)
        secrets = accounts.events.secret, accounts.actions.secret
        self.link = AmiLink.open("127.0.0.1", house.settings.ami_port, *secrets, registry)
        node = house.settings.node
        log = EventLog(folder, node)
        self.notebook = Notebook()
        self.watch = FloorWatch(self.link, log, self.notebook, registry, floor=restored(folder, node))
        outbound = {
            "outbound_patterns": house.settings.outbound_patterns,
            "out_calls_placed": earlier_out_calls(folder, node, stamp()),
        }
        self.steering = Steering(self.watch, self.link, queues, ZONE, **outbound, **options)  # type: ignore[arg-type]
        self.verdict: dict[str, str] = {}
        """What the automatic flow leaves on the caller's channel."""
        self.told: list[FloorEvent] = []
        self.changes: list[Change] = []
        self.watch.subscribe(self._hear)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def floor(self) -> Floor:
        return self.watch.floor

    async def start(self) -> None:
        """Connected and steering."""
        parts = (self.link.run(), self.watch.run(), self.steering.run())
        self._tasks = [asyncio.create_task(part) for part in parts]
        await self.until(lambda: self.link.trouble is None, "signed in to Asterisk")
        await self.link.actions.act(Setvar(HEARTBEAT, str(int(time.time()))))

    def fall_silent(self) -> None:
        """Hears and does nothing from now on; the connection stays."""
        for part in self._tasks[1:]:
            part.cancel()

    async def stop(self) -> None:
        """Gone at once, with its connections; nothing is taken back."""
        for task in self._tasks:
            task.cancel()
        ended = await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.watch.aclose()
        assert not [error for error in ended if not isinstance(error, asyncio.CancelledError)], ended

    async def until(self, found: object, what: str, within: float = 15.0) -> None:
        """Wait until `found()` is true. Raises AssertionError with the floor."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not found():  # type: ignore[operator]
            told = self.told[-12:]
            assert loop.time() < deadline, f"not within {within} s: {what}; {told}; {self.floor.agents}"
            await asyncio.sleep(0.02)

    def _hear(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        self.told.append(event)
        self.changes += changes

    def of_kind(self, kind: str) -> list[FloorEvent]:
        """What was told under this name of the log."""
        return [event for event in self.told if event.__struct_config__.tag == kind]

    def call(self, caller: str) -> Call:
        """The call of this number, which is unique in a test."""
        [call] = [call for call in self.floor.calls.values() if call.caller == caller]
        return call

    def agent(self, extension: str) -> Agent:
        return self.floor.agents[extension]

    def of(self, kind: type[FloorEvent]) -> list[FloorEvent]:
        """What was told of this kind."""
        return [event for event in self.told if isinstance(event, kind)]

    async def waits(self, caller: str) -> Call:
        """The caller is in the waiting room."""
        found = self.floor.calls
        await self.until(
            lambda: any(c.caller == caller and c.stage is Stage.WAITING for c in found.values()),
            f"{caller} waits",
        )
        return self.call(caller)

    async def is_in(self, extension: str, *states: AgentState) -> None:
        """The agent is in one of these states."""
        await self.until(lambda: self.agent(extension).state in states, f"{extension} is {states}")

    async def is_gone(self, extension: str) -> None:
        """The agent is signed out and the telephone counts as away: whoever comes next is not taken for this one."""
        await self.is_in(extension, AgentState.SIGNED_OUT)
        await self.until(lambda: not self.agent(extension).reachable, f"{extension} is away")

    @contextlib.asynccontextmanager
    async def phone(self, extension: str, *, ready: bool = True, **skills: int) -> AsyncIterator[AgentPhone]:
        """A registered telephone of an agent who is signed in."""
        credentials = Credentials(extension, AGENT_SECRET)
        async with AgentPhone(self.house.server, self.house.repertoire, credentials) as phone:
            self.works(extension, **skills)
            await self.until(lambda: self.agent(extension).reachable, f"{extension} is reachable")
            if ready:
                self.ready(extension)
            try:
                yield phone
            finally:
                self.watch.act(SignedOut(**stamp(), agent=extension, by=extension))

    def works(self, extension: str, **skills: int) -> None:
        known = AgentKnown(**stamp(), agent=extension, name="Sample", skills=skills or {"junior": 1})
        self.watch.act(known)
        self.watch.act(SignedIn(**stamp(), agent=extension, by=extension))

    def ready(self, extension: str) -> None:
        self.watch.act(WantsReady(**stamp(), agent=extension, by=extension))
