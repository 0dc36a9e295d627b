"""Calls on a real Asterisk with an agent's telephone, as the live floor sees them; offers are made by hand here."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from cti import dialplan
from cti.ami.actions import Redirect, Setvar
from cti.ami.link import LinkSettings
from cti.ami.session import Account
from cti.event_log.log import EventLog
from cti.floor.events import AgentKnown, FloorEvent, OfferMade, SignedIn, WantsReady, WrapUpOver
from cti.floor.state import AgentState, Call, Floor, Stage
from cti.floor_watch import FloorWatch
from cti.steering.live_floor import stamp
from faultline.asterisk.secrets import ami_accounts
from testcalls.agent_phone import AgentPhone
from testcalls.sip_digest import Credentials
from tests.real.cti.notebook import Notebook
from tests.real.cti.transcript import TappedLink
from tests.real.house import House

AGENT, COLLEAGUE, CALLER = "8001", "8002", "55501234"


class Scene:
    """A live floor on a house; `notebook` holds its call records."""

    def __init__(
        self, house: House, secret: str, folder: Path, *, alive: bool = True, floor: Floor | None = None
    ) -> None:
        self.house, self.secret = house, secret
        accounts = ami_accounts(house.settings.folder)
        events, actions = (
            Account(
                host="127.0.0.1",
                port=house.settings.ami_port,
                username=f"faultline-{name}",
                secret=SecretStr(account.secret),
                events=mask,
            )
            for name, account, mask in (
                ("events", accounts.events, "on"),
                ("actions", accounts.actions, "off"),
            )
        )
        self.link = TappedLink(events, actions, LinkSettings(heartbeat_every=3 if alive else 3600))
        self.notebook = Notebook()
        log = EventLog(folder, house.settings.node)
        self.watch = FloorWatch(self.link, log, self.notebook, CollectorRegistry(), floor=floor)
        self.link.follow(self.watch)

    @property
    def floor(self) -> Floor:
        return self.watch.floor

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Scene"]:
        """The link and the watch at work."""
        tasks = [asyncio.create_task(self.link.run()), asyncio.create_task(self.watch.run())]
        try:
            await self.until(lambda: self.link.trouble is None, "signed in to Asterisk")
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.watch.aclose()

    async def until(self, found: Callable[[], object], what: str) -> None:
        await self.house.until(found, what=f"{what}; {self.floor}")

    def phone(self, extension: str = AGENT) -> AgentPhone:
        return AgentPhone(self.house.server, self.house.repertoire, Credentials(extension, self.secret))

    async def ready(self, extension: str = AGENT) -> None:
        """The agent is known, signed in and takes calls as soon as the telephone is there."""
        self.watch.act(AgentKnown(**stamp(), agent=extension, name="Sample Agent", skills={"junior": 1}))
        self.watch.act(SignedIn(**stamp(), agent=extension, by=extension))
        self.watch.act(WantsReady(**stamp(), agent=extension, by=extension))
        await self.until(lambda: self.state(extension) is AgentState.READY, "ready")

    async def in_stage(self, stage: Stage) -> Call:
        """The one call, once it is there."""
        await self.until(lambda: [c for c in self.floor.calls.values() if c.stage is stage], f"in {stage}")
        return next(call for call in self.floor.calls.values() if call.stage is stage)

    async def offer(self, call: Call, name: str, extension: str = AGENT) -> None:
        """What the router does: reserve, then redirect."""
        self.watch.act(
            OfferMade(**stamp(), linkedid=call.linkedid, offer=name, leg=call.id, agent=extension, lease=30.0)
        )
        await self.link.actions.act(Setvar(dialplan.OFFER_ID, name, call.id))
        await self.link.actions.act(Redirect(call.id, dialplan.OFFER, extension))

    def told(self, kind: type[FloorEvent]) -> list[FloorEvent]:
        """What was folded of this kind so far."""
        return [event for event in self.link.folded if isinstance(event, kind)]

    def state(self, extension: str = AGENT) -> AgentState:
        return self.floor.agents[extension].state

    def wrapped_up(self, extension: str = AGENT) -> None:
        self.watch.act(WrapUpOver(**stamp(), agent=extension))


async def answered(scene: Scene) -> None:
    """Waits, is offered, rings, talks, the agent hangs up."""
    async with scene.phone() as phone, scene.house.signed_in(AGENT):
        await scene.ready()
        async with scene.house.caller(from_number=CALLER) as caller:
            await caller.dial("112")
            await scene.offer(await scene.in_stage(Stage.WAITING), "offer-1")
            ringing = await phone.rings()
            await scene.until(lambda: scene.state() is AgentState.RINGING, "ringing")
            await ringing.answer()
            await scene.in_stage(Stage.TALKING)
            await scene.until(lambda: bridged(scene.floor), "bridged")
            await ringing.hang_up()
            await scene.until(lambda: not scene.floor.calls, "over")
        await scene.until(lambda: scene.state() is AgentState.WRAP_UP, "work after the call")
        scene.wrapped_up()
    await scene.until(lambda: scene.state() is AgentState.PAUSED, "the telephone is not registered any more")


async def not_answered(scene: Scene) -> None:
    """Nobody answers: the agent is paused, the caller waits on and leaves."""
    async with scene.phone() as phone, scene.house.signed_in(AGENT):
        await scene.ready()
        async with scene.house.caller(from_number=CALLER) as caller:
            await caller.dial("112")
            await scene.offer(await scene.in_stage(Stage.WAITING), "offer-2")
            await phone.rings()
            await scene.until(lambda: scene.state() is AgentState.PAUSED, "paused")
            await scene.in_stage(Stage.WAITING)
        await scene.until(lambda: not scene.floor.calls, "over")


async def parachute(scene: Scene) -> None:
    """Without a heartbeat Asterisk's own queue serves the caller."""
    async with scene.phone() as phone, scene.house.signed_in(AGENT):
        await scene.ready()
        async with scene.house.caller(from_number=CALLER) as caller:
            await caller.dial("112")
            ringing = await phone.rings()
            await ringing.answer()
            await scene.in_stage(Stage.TALKING)
            await ringing.hang_up()
            await scene.until(lambda: not scene.floor.calls, "over")
        await scene.until(lambda: scene.state() is AgentState.WRAP_UP, "work after the call")


def bridged(floor: Floor) -> bool:
    return bool(floor.legs) and all(leg.bridge for leg in floor.legs.values())


CALL_SCENES = {"answered": answered, "not_answered": not_answered, "parachute": parachute}
