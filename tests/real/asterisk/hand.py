"""The live floor's hand on a real Asterisk: its heartbeat and its actions, by a test instead of the service."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from panoramisk.message import Message
from prometheus_client import CollectorRegistry

from cti.ami.actions import AmiAction, Redirect, Setvar
from cti.ami.link import AmiLink, Snapshot
from faultline.asterisk.secrets import ami_accounts
from tests.real.house import House


class Hand:
    """What Asterisk told, in order, and what is done to it."""

    def __init__(self, link: AmiLink) -> None:
        self.link = link
        self.told: list[Message] = []
        self._more = asyncio.Condition()

    async def listen(self) -> None:
        """Write down everything that the link tells."""
        async for item in self.link.feed():
            if not isinstance(item, Snapshot):
                async with self._more:
                    self.told.append(item)
                    self._more.notify_all()

    def of(self, name: str, **headers: str) -> list[Message]:
        """The user events, or events, of this name that were told so far, with these headers."""
        return [
            event
            for event in self.told
            if name in (event.userevent, event.event)
            and all(getattr(event, header) == value for header, value in headers.items())
        ]

    async def hears(self, name: str, count: int = 1, *, within: float = 15.0, **headers: str) -> Message:
        """Wait until so many events of this name were told; the last of them. Raises AssertionError."""
        try:
            async with asyncio.timeout(within), self._more:
                while len(found := self.of(name, **headers)) < count:
                    await self._more.wait()
        except TimeoutError:
            told = [event.userevent or event.event for event in self.told]
            raise AssertionError(f"{name} {headers} not {count} times; told: {told}") from None
        return found[count - 1]

    async def act(self, action: AmiAction) -> Message:
        """Send an action. Raises AmiError."""
        return await self.link.actions.act(action)

    async def set(self, channel: str, **variables: str) -> None:
        """Set a channel's variables."""
        for name, value in variables.items():
            await self.act(Setvar(name, value, channel))

    async def send(self, channel: str, context: str, exten: str = "s") -> None:
        """Redirect one channel."""
        await self.act(Redirect(channel, context, exten))

    async def send_both(
        self, caller: str, agent: str, to: tuple[str, str], agent_to: tuple[str, str]
    ) -> None:
        """Redirect two channels at once."""
        extra = {"extra_channel": agent, "extra_context": agent_to[0], "extra_exten": agent_to[1]}
        await self.act(Redirect(caller, *to, 1, **extra, extra_priority=1))  # type: ignore[arg-type]

    async def offer(self, caller: str, agent: str, offer: str) -> None:
        """Offer a waiting caller to an agent."""
        await self.set(caller, OFFER_ID=offer)
        await self.send(caller, "offer", agent)


@contextlib.asynccontextmanager
async def hand_on(house: House) -> AsyncIterator[Hand]:
    """A link with its heartbeat while the context is open; at its end the heartbeat is taken back at once."""
    accounts = ami_accounts(house.settings.folder)
    secrets = accounts.events.secret, accounts.actions.secret
    link = AmiLink.open("127.0.0.1", house.settings.ami_port, *secrets, CollectorRegistry())
    hand = Hand(link)
    tasks = [asyncio.create_task(link.run()), asyncio.create_task(hand.listen())]
    try:
        await house.until(lambda: link.trouble is None, what="signed in to Asterisk")
        await house.until(lambda: "HEARTBEAT=1" in house.asterisk.rx("dialplan show globals"), what="alive")
        yield hand
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(house.asterisk.rx, "dialplan set global FAULTLINE_HEARTBEAT 0")
