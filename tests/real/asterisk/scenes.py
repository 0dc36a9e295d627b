"""What the tests of the floor's dialplan share: a house with many agents, and calls brought to a certain point."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from cti.ami.actions import Getvar
from testcalls.agent_phone import AgentPhone, IncomingCall
from testcalls.caller import TestCaller
from testcalls.sip_digest import Credentials
from tests.real.asterisk.hand import Hand
from tests.real.conftest import AGENT_SECRET
from tests.real.house import House


def telephone(house: House, extension: str) -> AgentPhone:
    """An agent's telephone, to be used as a context."""
    return AgentPhone(house.server, house.repertoire, Credentials(extension, AGENT_SECRET))


@dataclass(slots=True)
class Scene:
    """A caller and where Asterisk has the call; `talk` and `agent` once an agent has answered."""

    hand: Hand
    phone: TestCaller
    channel: str
    leg: str
    since: str
    talk: IncomingCall | None = None
    agent: str = ""
    file: str = ""

    @property
    def agents_call(self) -> IncomingCall:
        """The agent's side."""
        assert self.talk is not None
        return self.talk

    async def answered(self, at: AgentPhone, extension: str, offer: str) -> None:
        """Offer the caller to this telephone, which answers."""
        await self.hand.offer(self.channel, extension, offer)
        self.talk = await at.rings()
        assert self.talk.header("X-Faultline-Offer") == offer
        await self.talk.answer()
        begun = await self.hand.hears("Conversation", offer=offer)
        assert (begun.agent, begun.leg) == (extension, self.leg)
        self.file = begun.file
        self.agent = (await self.hand.act(Getvar("AGENT_CHANNEL", self.channel)))["Value"]
        await self.hand.hears("BridgeEnter", channel=self.agent)


@contextlib.asynccontextmanager
async def waiting(house: House, hand: Hand, number: str) -> AsyncIterator[Scene]:
    """A caller of this number in the waiting room."""
    async with house.caller(from_number=number) as phone:
        await phone.dial("112")
        came = await hand.hears("Waiting", calleridnum=number)
        yield Scene(hand, phone, came.channel, came.uniqueid, came.since)
