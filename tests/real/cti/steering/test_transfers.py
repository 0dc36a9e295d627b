"""F2.8 on a real Asterisk: every kind of transfer, who hears whom, and what becomes of one that fails."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from cti.floor.changes import TransferEnded
from cti.floor.state import AgentState, Call, Stage
from cti.steering.refusals import NumberNotAllowed, WrongMoment
from testcalls.agent_phone import AgentPhone, IncomingCall
from testcalls.caller import TestCaller
from tests.real.asterisk.answering_machine import answering
from tests.real.asterisk.tones import PITCHES, assert_hearing, everyone, pitches_in, sides, who_hears_whom
from tests.real.cti.steering.at_work import AtWork

pytestmark = pytest.mark.real


@dataclass
class Talk:
    """A caller and the agent 8001 talk."""

    work: AtWork
    caller: TestCaller
    phone: AgentPhone
    ringing: IncomingCall
    call: Call

    async def ended_as(self, *results: str) -> None:
        """The transfers that ended so far, by their results (K3)."""
        await self.work.until(lambda: len(self.results) >= len(results), f"{results}; {self.results}")
        assert tuple(self.results) == results

    @property
    def results(self) -> list[str]:
        return [change.result for change in self.work.changes if isinstance(change, TransferEnded)]


@contextlib.asynccontextmanager
async def talk(work: AtWork, number: str) -> AsyncIterator[Talk]:
    async with work.phone("8001") as phone, work.house.caller(from_number=number) as caller:
        await caller.dial("112")
        ringing = await phone.rings()
        await ringing.answer()
        await work.is_in("8001", AgentState.TALKING)
        await work.until(lambda: work.call(number).stage is Stage.TALKING, "talking")
        yield Talk(work, caller, phone, ringing, work.call(number))


async def test_blind_to_an_agent(at_work: AtWork) -> None:
    """The first agent is free at once; report and reason go along."""
    async with talk(at_work, "55530001") as first, at_work.phone("8002") as other:
        await at_work.steering.transfer(first.call.id, "agent", "8002", reason="overdue", report="R-1")
        ringing = await other.rings()
        await at_work.is_in("8001", AgentState.WRAP_UP, AgentState.READY)
        await ringing.answer()
        await first.ended_as("answered")
        assert await who_hears_whom({"c": first.caller, "a": ringing}) == everyone("c", "a")
        assert first.call.reason == "overdue"
        assert at_work.agent("8002").call == first.call.id
        await ringing.hang_up()
    [file] = first.call.recordings
    recorded = sides(at_work.house.asterisk.places.conversations / file)
    assert [pitches_in(side) for side in recorded] == [{PITCHES[0]}, {PITCHES[1]}]


async def test_blind_to_an_agent_who_does_not_answer_returns_to_the_first(at_work: AtWork) -> None:
    async with talk(at_work, "55530002") as first, at_work.phone("8002") as other:
        await at_work.steering.transfer(first.call.id, "agent", "8002")
        (await other.rings()).refuse()
        ringing = await first.phone.rings()
        await ringing.answer()
        await first.ended_as("failed")
        assert first.call.stage is Stage.TALKING
        assert first.call.agent == "8001"
        assert first.call.overflow_prompts == 0, "on the way back nobody is asked whether to wait"
        assert await who_hears_whom({"c": first.caller, "a": ringing}) == everyone("c", "a")
        await ringing.hang_up()


async def test_to_a_queue(at_work: AtWork) -> None:
    """F2.5: to the manager hotline."""
    async with talk(at_work, "55530003") as first, at_work.phone("8002", manager=1) as other:
        await at_work.steering.transfer(first.call.id, "queue", "manager", reason="overdue")
        ringing = await other.rings()
        await ringing.answer()
        await at_work.is_in("8002", AgentState.TALKING)
        await first.ended_as("answered")
        assert first.call.queue == "manager"
        await ringing.hang_up()


async def test_to_a_queue_that_empties_returns_to_the_agent(at_work: AtWork) -> None:
    """Somebody was signed in, so that it was taken; then the last one signs out."""
    async with talk(at_work, "55530010") as first:
        async with at_work.phone("8002", ready=False, manager=1):
            await at_work.steering.transfer(first.call.id, "queue", "manager")
            await at_work.waits("55530010")
        ringing = await first.phone.rings()
        await ringing.answer()
        await first.ended_as("failed")
        assert first.call.agent == "8001"
        assert await who_hears_whom({"c": first.caller, "a": ringing}) == everyone("c", "a")
        await ringing.hang_up()


async def test_attended_to_an_agent(at_work: AtWork) -> None:
    """The caller hears music meanwhile, then the second agent; the first one is let go."""
    async with talk(at_work, "55530004") as first, at_work.phone("8002") as other:
        await at_work.steering.transfer(first.call.id, "agent", "8002", "attended")
        asked = await other.rings()
        await at_work.is_in("8001", AgentState.ON_HOLD)
        with pytest.raises(WrongMoment):
            await at_work.steering.complete_transfer(first.call.id)
        await asked.answer()
        await at_work.is_in("8002", AgentState.TALKING)
        await at_work.until(lambda: at_work.of_kind("consult_answered"), "asked")
        parties = {"c": first.caller, "a": first.ringing, "b": asked}
        assert await who_hears_whom(parties) == {"c": set(), "a": {"b"}, "b": {"a"}}
        await at_work.steering.complete_transfer(first.call.id)
        await first.ended_as("answered")
        assert await first.ringing.ended() == "them"
        assert await who_hears_whom({"c": first.caller, "b": asked}) == everyone("c", "b")
        await at_work.is_in("8001", AgentState.WRAP_UP, AgentState.READY)
        assert first.call.agent == "8002"
        await asked.hang_up()


@pytest.mark.parametrize("how", ["refused", "cancelled", "left"])
async def test_attended_that_fails_returns_to_the_agent(at_work: AtWork, how: str) -> None:
    async with talk(at_work, "55530005") as first, at_work.phone("8002") as other:
        await at_work.steering.transfer(first.call.id, "agent", "8002", "attended")
        asked = await other.rings()
        if how == "refused":
            asked.refuse()
        else:
            await asked.answer()
            await at_work.until(lambda: at_work.of_kind("consult_answered"), "asked")
            await (at_work.steering.cancel_transfer(first.call.id) if how == "cancelled" else asked.hang_up())
        await first.ended_as("cancelled" if how == "cancelled" else "failed")
        await at_work.is_in("8001", AgentState.TALKING)
        assert await who_hears_whom({"c": first.caller, "a": first.ringing}) == everyone("c", "a")
        await first.ringing.hang_up()


async def test_to_the_public_network_within_the_allowed_patterns(at_work: AtWork) -> None:
    """S4: a number that is not allowed is not even sent; the caller and the agent go on talking."""
    async with talk(at_work, "55530006") as first, answering(at_work.house.agent_port):
        with pytest.raises(NumberNotAllowed):
            await at_work.steering.transfer(first.call.id, "number", "90055500199")
        assert first.call.stage is Stage.TALKING
        await at_work.steering.transfer(first.call.id, "number", "55500199")
        await first.ended_as("answered")
        assert await first.ringing.ended() == "them"
        assert not first.caller.over
        await first.caller.hang_up()


async def test_three_talk_with_each_other(at_work: AtWork) -> None:
    async with talk(at_work, "55530007") as first, at_work.phone("8002") as other:
        await at_work.steering.transfer(first.call.id, "agent", "8002", "attended")
        asked = await other.rings()
        await asked.answer()
        await at_work.until(lambda: at_work.of_kind("consult_answered"), "asked")
        await at_work.steering.three_way(first.call.id, "8001")
        parties = {"c": first.caller, "a": first.ringing, "b": asked}

        async def together() -> bool:
            return await who_hears_whom(parties) == everyone(*parties)

        assert await together()
        assert first.call.stage is Stage.TALKING
        await at_work.is_in("8001", AgentState.TALKING)
        assert (first.call.agent, first.results) == ("8001", ["answered"])
        await first.ringing.hang_up()
        await at_work.until(lambda: first.call.agent == "8002", "the other agent has the call")
        await asked.hang_up()
        assert await first.caller.ended() == "them"


@pytest.mark.parametrize("caller_first", [True, False])
async def test_whoever_is_left_alone_of_three_is_let_go(at_work: AtWork, caller_first: bool) -> None:
    """R20: without the caller the two agents may go on talking; one alone may not stay in a call that is over."""
    async with talk(at_work, "55530011") as first, at_work.phone("8002") as other:
        await at_work.steering.transfer(first.call.id, "agent", "8002", "attended")
        asked = await other.rings()
        await asked.answer()
        await at_work.until(lambda: at_work.of_kind("consult_answered"), "asked")
        await at_work.steering.three_way(first.call.id, "8001")
        parties = {"c": first.caller, "a": first.ringing, "b": asked}
        await assert_hearing(parties, everyone(*parties))
        leaving = [first.caller, asked] if caller_first else [asked, first.caller]
        await leaving[0].hang_up()
        del parties["c" if caller_first else "b"]
        await assert_hearing(parties, everyone(*parties))
        await leaving[1].hang_up()
        assert await first.ringing.ended() == "them"
        await at_work.is_in("8001", AgentState.WRAP_UP, AgentState.READY)


async def test_hold_and_back(at_work: AtWork) -> None:
    async with talk(at_work, "55530008") as first:
        parties = {"c": first.caller, "a": first.ringing}
        await at_work.steering.hold(first.call.id, "8001")
        await at_work.is_in("8001", AgentState.ON_HOLD)
        await first.caller.hears("moh")
        await at_work.steering.resume(first.call.id, "8001")
        await at_work.is_in("8001", AgentState.TALKING)
        assert await who_hears_whom(parties) == everyone("c", "a")
        with pytest.raises(WrongMoment):
            await at_work.steering.resume(first.call.id, "8001")
        await first.ringing.hang_up()


async def test_the_caller_leaves_while_somebody_is_asked(at_work: AtWork) -> None:
    async with talk(at_work, "55530009") as first, at_work.phone("8002") as other:
        await at_work.steering.transfer(first.call.id, "agent", "8002", "attended")
        asked = await other.rings()
        await first.caller.hang_up()
        await first.ended_as("abandoned")
        await asked.ended()
        await first.ringing.ended()
        await at_work.is_in("8001", AgentState.WRAP_UP, AgentState.READY)
        await at_work.is_in("8002", AgentState.READY)
