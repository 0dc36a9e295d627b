"""F2.7, F2.8: the customer of a call that an agent placed is passed on like a caller; the call goes by its old name."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from cti.floor.changes import CallEnded, TransferEnded
from cti.floor.state import AgentState, Call, Stage
from testcalls.agent_phone import AgentPhone, IncomingCall
from tests.real.asterisk.answering_machine import answering
from tests.real.asterisk.tones import LOUD, PITCHES, everyone, strength, tone, who_hears_whom
from tests.real.cti.steering.at_work import AtWork

pytestmark = pytest.mark.real


@dataclass
class Placed:
    """The agent 8001 talks with a customer who says again what is said to them."""

    work: AtWork
    phone: AgentPhone
    ringing: IncomingCall
    call: Call

    async def with_customer(self, agent: IncomingCall) -> None:
        """This agent and the customer hear each other."""
        await self.work.until(lambda: self.call.stage is Stage.TALKING, "talking")
        since = len(agent.audio())
        await agent.speak(tone(PITCHES[0]))
        await self.work.until(lambda: strength(agent.audio()[since:], PITCHES[0]) > LOUD, "the echo")

    async def asks(self, other: AgentPhone) -> IncomingCall:
        """The colleague has answered; the customer hears music."""
        asked = len(self.work.of_kind("consult_answered"))
        await self.work.steering.transfer(self.call.id, "agent", "8002", "attended")
        colleague = await other.rings()
        await colleague.answer()
        await self.work.until(lambda: len(self.work.of_kind("consult_answered")) > asked, "asked")
        talking = await who_hears_whom({"a": self.ringing, "b": colleague})
        assert (talking, self.call.stage) == (everyone("a", "b"), Stage.HELD)
        assert self.work.agent("8001").state is AgentState.ON_HOLD
        return colleague

    async def over(self, *results: str) -> None:
        """The call ended once, seen by Asterisk; so its transfers did."""
        await self.work.until(lambda: self.call.id not in self.work.floor.calls, "over")
        [ended] = [change for change in self.work.changes if isinstance(change, CallEnded)]
        assert (ended.call, ended.seen) == (self.call.id, True)
        transfers = [change.result for change in self.work.changes if isinstance(change, TransferEnded)]
        assert transfers == list(results)


@contextlib.asynccontextmanager
async def placed(work: AtWork) -> AsyncIterator[Placed]:
    async with work.phone("8001") as phone, answering(work.house.agent_port):
        call = await work.steering.out_call("8001", "55500198")
        ringing = await phone.rings()
        await ringing.answer()
        await work.until(lambda: work.floor.calls[call].stage is Stage.TALKING, "talking")
        yield Placed(work, phone, ringing, work.floor.calls[call])


async def test_blind_to_an_agent(at_work: AtWork) -> None:
    async with placed(at_work) as here, at_work.phone("8002") as other:
        await at_work.steering.transfer(here.call.id, "agent", "8002")
        ringing = await other.rings()
        assert ringing.header("X-Faultline-Call") == here.call.id
        await here.ringing.ended()
        await ringing.answer()
        await here.with_customer(ringing)
        assert (here.call.agent, len(here.call.recordings)) == ("8002", 1)
        await ringing.hang_up()
        await here.over("answered")


async def test_blind_to_an_agent_who_does_not_take_it(at_work: AtWork) -> None:
    """Back to the first agent; who does not take it either: in line, in front of everybody, until somebody does."""
    async with placed(at_work) as here, at_work.phone("8002") as other:
        await at_work.steering.transfer(here.call.id, "agent", "8002")
        (await other.rings()).refuse()
        (await here.phone.rings()).refuse()
        await at_work.until(lambda: here.call.stage is Stage.WAITING, "waits")
        async with at_work.phone("8003") as third:
            ringing = await third.rings()
            await ringing.answer()
            await here.with_customer(ringing)
            await ringing.hang_up()
            await here.over("failed")


async def test_a_colleague_is_asked_and_gets_the_customer_the_second_time(at_work: AtWork) -> None:
    async with placed(at_work) as here, at_work.phone("8002") as other:
        colleague = await here.asks(other)
        await at_work.steering.cancel_transfer(here.call.id)
        await colleague.ended()
        await here.with_customer(here.ringing)
        await at_work.is_in("8001", AgentState.TALKING)
        await at_work.is_in("8002", AgentState.READY)
        colleague = await here.asks(other)
        await at_work.steering.complete_transfer(here.call.id)
        assert await here.ringing.ended() == "them"
        await here.with_customer(colleague)
        assert (here.call.agent, len(here.call.recordings)) == ("8002", 1)
        await at_work.is_in("8001", AgentState.WRAP_UP, AgentState.READY)
        await colleague.hang_up()
        await here.over("cancelled", "answered")
