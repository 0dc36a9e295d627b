"""R7 on a real Asterisk: the service dies with callers in line or in the middle of a talk, and comes back to all of it."""

from pathlib import Path

import pytest

from cti.ami.actions import Hangup
from cti.floor.events import Steered
from cti.floor.events.steering import RECORDING_RESUMED
from cti.floor.state import AgentState, Stage
from cti.routing.queues import DEFAULT_QUEUES
from cti.steering.lost_telephone import NO_CONNECTION
from cti.steering.refusals import TooManyOutCalls
from tests.real.asterisk.answering_machine import answering
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.asterisk.tones import PITCHES, everyone, pitches_in, sides, who_hears_whom
from tests.real.cti.steering.at_work import AtWork
from tests.real.house import House

pytestmark = pytest.mark.real


async def test_callers_and_agents_are_there_again_after_the_service_was_gone(
    steered_house: House, tmp_path: Path
) -> None:
    """A conversation goes on; who waits is in Asterisk's queue meanwhile, then offered by us in the old order."""
    house = steered_house
    first = AtWork(house, tmp_path / "log", DEFAULT_QUEUES)
    await first.start()
    async with (
        server(house.settings.agi_port, sends_to("agent")),
        first.phone("8001") as phone,
        house.caller(from_number="55540001") as talking,
        house.caller(from_number="55540002") as waiting,
    ):
        await talking.dial("112")
        ringing = await phone.rings()
        await ringing.answer()
        await first.is_in("8001", AgentState.TALKING)
        await waiting.dial("112")
        call = await first.waits("55540002")
        since = call.waiting_since_at
        await first.stop()
        await house.in_queue("junior", within=25.0)
        again = AtWork(house, tmp_path / "log", DEFAULT_QUEUES)
        await again.start()
        call = await again.waits("55540002")
        assert call.waiting_since_at == since, "the place is kept"
        assert again.agent("8001").state is AgentState.TALKING
        assert again.call("55540001").stage is Stage.TALKING
        await ringing.hang_up()
        ringing = await phone.rings()
        await ringing.answer()
        await again.is_in("8001", AgentState.TALKING)
        await again.until(lambda: again.call("55540002").stage is Stage.TALKING, "talking")
        await ringing.hang_up()
        await waiting.ended()
        await again.is_in("8001", AgentState.READY, AgentState.WRAP_UP)
        await again.stop()
    house.asterisk.rx("queue remove member PJSIP/8001 from junior")
    await house.empty()


async def test_a_customer_who_was_called_is_there_again_although_the_agent_was_lost_meanwhile(
    steered_house: House, tmp_path: Path
) -> None:
    """R7, R15: the call is named after a leg that is gone; the customer is kept for the same agent. It counts for the
    hour still (S4)."""
    house = steered_house
    first = AtWork(house, tmp_path / "log", DEFAULT_QUEUES, out_calls_an_hour=1)
    await first.start()
    async with first.phone("8001") as phone, answering(house.agent_port):
        call = await first.steering.out_call("8001", "55500198")
        ringing = await phone.rings()
        await ringing.answer()
        await first.until(lambda: first.floor.calls[call].stage is Stage.TALKING, "talking")
        first.fall_silent()
        await first.link.actions.act(Hangup(call, NO_CONNECTION))
        await ringing.ended()
        await first.stop()
        again = AtWork(house, tmp_path / "log", DEFAULT_QUEUES, out_calls_an_hour=1)
        await again.start()
        ringing = await phone.rings()
        assert ringing.header("X-Faultline-Call") == call
        await ringing.answer()
        await again.until(lambda: again.floor.calls[call].stage is Stage.TALKING, "talking again")
        assert again.agent("8001").state is AgentState.TALKING
        await again.steering.hang_up(call, "8001")
        await again.until(lambda: call not in again.floor.calls, "over")
        with pytest.raises(TooManyOutCalls):
            await again.steering.out_call("8001", "55500198")
        await again.stop()
    house.asterisk.rx("queue remove member PJSIP/8001 from junior")
    await house.empty()


async def test_a_paused_recording_stays_paused_over_a_restart_and_no_longer_than_its_limit(
    steered_house: House, tmp_path: Path
) -> None:
    """R7, PCI DSS: nothing of a card number is kept because the service restarts; nor is it paused for ever."""
    house = steered_house
    log, spool = tmp_path / "log", house.asterisk.places.conversations
    first = AtWork(house, log, DEFAULT_QUEUES)
    await first.start()
    async with (
        server(house.settings.agi_port, sends_to("agent")),
        first.phone("8001") as phone,
        house.caller(from_number="55540003") as caller,
    ):
        await caller.dial("112")
        ringing = await phone.rings()
        await ringing.answer()
        await first.until(lambda: first.call("55540003").stage is Stage.TALKING, "talking")
        call = first.call("55540003").id
        [file] = first.call("55540003").recordings
        parties = {"c": caller, "a": ringing}
        await first.steering.pause_recording(call, "8001", "card number")
        await first.stop()

        second = AtWork(house, log, DEFAULT_QUEUES)
        await second.start()
        assert await who_hears_whom(parties) == everyone("c", "a")
        left, right = sides(spool / file)
        assert (pitches_in(left), pitches_in(right)) == (set(), set()), "it is still paused"
        await second.steering.resume_recording(call, "8001")
        await second.steering.pause_recording(call, "8001")
        await second.stop()

        third = AtWork(house, log, DEFAULT_QUEUES, pause_seconds=0.01)
        await third.start()
        await third.until(lambda: third.of(Steered), "the limit is over")
        [resumed] = third.of(Steered)
        assert isinstance(resumed, Steered)
        assert (resumed.act, resumed.by) == (RECORDING_RESUMED, "limit")
        assert await who_hears_whom(parties) == everyone("c", "a")
        await ringing.hang_up()
        await caller.ended()
        await third.is_in("8001", AgentState.READY, AgentState.WRAP_UP)
        await third.stop()
    left, right = sides(spool / file)
    assert (pitches_in(left), pitches_in(right)) == ({PITCHES[0]}, {PITCHES[1]})
    await house.empty()
