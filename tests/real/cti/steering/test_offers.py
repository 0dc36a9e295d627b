"""F2.1, F2.4 on a real Asterisk: who is served next by whom, what becomes of an offer nobody takes (R16, R20)."""

import asyncio

import pytest

from cti.ami.actions import Hangup
from cti.floor.events import KeptOver, OfferMade, OfferOver, OverflowAsked
from cti.floor.state import AgentState, Stage
from testcalls.agent_phone import AgentPhone
from tests.real.cti.steering.at_work import AtWork

pytestmark = pytest.mark.real


async def takes(work: AtWork, phone: AgentPhone, extension: str, caller: str) -> None:
    """The telephone rings for this caller, answers, and hangs up once they talk."""
    ringing = await phone.rings()
    await work.is_in(extension, AgentState.RINGING)
    assert work.agent(extension).call == work.call(caller).id
    await ringing.answer()
    await work.is_in(extension, AgentState.TALKING)
    assert work.call(caller).stage is Stage.TALKING
    await ringing.hang_up()


def offered(work: AtWork) -> list[str]:
    return [event.agent for event in work.of(OfferMade) if isinstance(event, OfferMade)]


async def test_two_callers_are_served_in_their_order(at_work: AtWork) -> None:
    async with (
        at_work.phone("8001", ready=False) as phone,
        at_work.house.caller(from_number="55520001") as first,
        at_work.house.caller(from_number="55520002") as second,
    ):
        await first.dial("112")
        await at_work.waits("55520001")
        await second.dial("112")
        await at_work.waits("55520002")
        at_work.ready("8001")
        await takes(at_work, phone, "8001", "55520001")
        await first.ended()
        await takes(at_work, phone, "8001", "55520002")
        await second.ended()
    assert offered(at_work) == ["8001", "8001"], "each caller was offered once"


async def test_a_key_account_is_served_first_by_a_senior(at_work: AtWork) -> None:
    """F2.4: whoever keyed a key account's line waits in the seniors' queue, in front of who waits there longer."""
    async with (
        at_work.phone("8001", ready=False, senior=1) as phone,
        at_work.house.caller(from_number="55520003") as plain,
        at_work.house.caller(from_number="55520004") as key_account,
    ):
        at_work.verdict = {"IVR_QUEUE": "senior"}
        await plain.dial("112")
        await at_work.waits("55520003")
        at_work.verdict = {"KEY_ACCOUNT": "1"}
        await key_account.dial("112")
        call = await at_work.waits("55520004")
        assert (call.queue, call.key_account) == ("senior", True)
        at_work.ready("8001")
        await takes(at_work, phone, "8001", "55520004")
        await takes(at_work, phone, "8001", "55520003")


async def test_no_answer_pauses_the_agent_and_the_next_one_gets_the_caller(at_work: AtWork) -> None:
    """F2.1: the question that was due while it rang is put whole, before the next telephone rings."""
    async with (
        at_work.phone("8001") as silent,
        at_work.phone("8002", ready=False) as other,
        at_work.house.caller(from_number="55520005") as caller,
    ):
        await caller.dial("112")
        await silent.rings()
        at_work.ready("8002")
        await at_work.is_in("8001", AgentState.PAUSED)
        assert at_work.agent("8001").reason == "no answer"
        assert (await caller.hears("queue_question", whole=True)).complete
        await takes(at_work, other, "8002", "55520005")
    assert offered(at_work) == ["8001", "8002"]


async def test_a_telephone_that_is_lost_is_not_rung(at_work: AtWork) -> None:
    """R12: its registration is gone; ready again only once it is back."""
    async with (
        at_work.phone("8001") as phone,
        at_work.phone("8002", ready=False) as other,
        at_work.house.caller(from_number="55520006") as caller,
    ):
        await phone.register(0)
        await at_work.is_in("8001", AgentState.PAUSED)
        assert at_work.agent("8001").reason == "telephone lost"
        await caller.dial("112")
        await at_work.waits("55520006")
        at_work.ready("8002")
        await takes(at_work, other, "8002", "55520006")
        await phone.register(600)
        await at_work.is_in("8001", AgentState.READY)
    assert offered(at_work) == ["8002"]


async def lose(work: AtWork, extension: str) -> None:
    """The telephone drops out of its conversation."""
    [leg] = work.agent(extension).legs
    await work.link.actions.act(Hangup(leg, 44))


async def test_a_lost_leg_is_offered_to_the_same_agent(at_work: AtWork) -> None:
    async with (
        at_work.phone("8001") as phone,
        at_work.phone("8002", ready=False),
        at_work.house.caller(from_number="55520007") as caller,
    ):
        await caller.dial("112")
        ringing = await phone.rings()
        await ringing.answer()
        await at_work.is_in("8001", AgentState.TALKING)
        at_work.ready("8002")
        await lose(at_work, "8001")
        await takes(at_work, phone, "8001", "55520007")
        assert not at_work.of(KeptOver)
        await caller.ended()
    assert offered(at_work) == ["8001", "8001"], "not to who is ready"


async def test_an_agent_who_answers_at_the_instant_of_the_question_wins_once(at_work: AtWork) -> None:
    """R16: the question of F2.1 begins, the caller presses 1 and an agent becomes ready, all at once: one winner."""
    outcomes = []
    for number in range(4):
        caller_id = f"5552001{number}"
        async with (
            at_work.phone("8001", ready=False) as phone,
            at_work.house.caller(from_number=caller_id) as caller,
        ):
            asked = len(at_work.of(OverflowAsked))
            await caller.dial("112")
            call = await at_work.waits(caller_id)
            await at_work.until(lambda n=asked: len(at_work.of(OverflowAsked)) > n, "asked")
            if number % 2:
                await caller.press("1")
            at_work.ready("8001")
            ringing = await phone.rings()
            await ringing.answer()
            await at_work.is_in("8001", AgentState.TALKING)
            outcomes.append(at_work.floor.calls[call.id].stage)
            await caller.hang_up()
            await ringing.ended()
        await at_work.house.empty()
        await at_work.is_gone("8001")
        assert not at_work.floor.offers
    assert set(outcomes) == {Stage.TALKING}


async def test_a_caller_who_leaves_as_the_telephone_rings_leaves_nothing_behind(at_work: AtWork) -> None:
    """R16: no orphan leg, no stuck agent, however long it has rung."""
    for number in range(4):
        async with (
            at_work.phone("8001") as phone,
            at_work.house.caller(from_number=f"5552002{number}") as caller,
        ):
            await caller.dial("112")
            ringing = await phone.rings()
            if number % 2:
                await asyncio.gather(ringing.answer(), caller.hang_up())
            else:
                await caller.hang_up()
            await ringing.ended()
        await at_work.house.empty()
        assert not at_work.floor.offers
        assert not at_work.floor.calls
        await at_work.is_gone("8001")
        assert at_work.agent("8001").cause != "no answer"
    assert len(at_work.of(OfferOver)) <= 4
