"""A telephone in the browser whose page was loaded anew says that it has forgotten its conversation (R15)."""

import pytest

from cti.floor.changes import CallEnded
from cti.floor.state import Stage
from cti.steering.refusals import NoSuchCall
from tests.real.asterisk.answering_machine import answering
from tests.real.asterisk.tones import LOUD, PITCHES, everyone, strength, tone, who_hears_whom
from tests.real.cti.steering.at_work import AtWork
from tests.real.cti.steering.test_transfers import talk

pytestmark = pytest.mark.real


@pytest.mark.parametrize("held", [False, True], ids=["talking", "on hold"])
async def test_it_is_called_again_and_has_the_same_caller(at_work: AtWork, held: bool) -> None:
    async with talk(at_work, "55550003") as here:
        if held:
            await at_work.steering.hold(here.call.id, "8001")
            await at_work.until(lambda: here.call.stage is Stage.HELD, "on hold")
        assert await at_work.steering.telephone_forgot("8001", "8001") == here.call.id
        await here.ringing.ended()
        again = await here.phone.rings()
        await again.answer()
        await at_work.until(lambda: here.call.stage is Stage.TALKING, "talking again")
        assert here.call.agent == "8001"
        assert await who_hears_whom({"c": here.caller, "a": again}) == everyone("c", "a")
        await at_work.steering.hang_up(here.call.id, "8001")


async def test_a_customer_who_was_called_is_kept_for_the_same_agent(at_work: AtWork) -> None:
    """The call goes by its old name although the leg that it was named after is gone, and ends with the customer."""
    async with at_work.phone("8001") as phone, answering(at_work.house.agent_port):
        call = await at_work.steering.out_call("8001", "55500198", queue="junior")
        ringing = await phone.rings()
        await ringing.answer()
        await at_work.until(lambda: at_work.floor.calls[call].stage is Stage.TALKING, "talking")
        assert await at_work.steering.telephone_forgot("8001", "8001") == call
        await ringing.ended()
        again = await phone.rings()
        assert again.header("X-Faultline-Call") == call
        await again.answer()
        await at_work.until(lambda: at_work.floor.calls[call].stage is Stage.TALKING, "talking again")
        await again.speak(tone(PITCHES[0]))
        await at_work.until(lambda: strength(again.audio(), PITCHES[0]) > LOUD, "the customer's echo")
        assert len(at_work.floor.calls[call].recordings) == 2
        await at_work.steering.hang_up(call, "8001")
        await again.ended()
        await at_work.until(lambda: call not in at_work.floor.calls, "over")
    [ended] = [change for change in at_work.changes if isinstance(change, CallEnded)]
    assert (ended.call, ended.seen) == (call, True)


async def test_a_telephone_without_a_conversation_has_nothing_to_forget(at_work: AtWork) -> None:
    async with at_work.phone("8002"):
        with pytest.raises(NoSuchCall):
            await at_work.steering.telephone_forgot("8002", "8002")


async def test_who_hangs_up_a_caller_on_hold_ends_the_call(at_work: AtWork) -> None:
    async with talk(at_work, "55550004") as here:
        await at_work.steering.hold(here.call.id, "8001")
        await at_work.until(lambda: here.call.stage is Stage.HELD, "on hold")
        await here.ringing.hang_up()
        assert await here.caller.ended() == "them"
