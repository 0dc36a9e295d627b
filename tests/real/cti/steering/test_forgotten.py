"""A telephone in the browser whose page was loaded anew says that it has forgotten its conversation (R15)."""

import pytest

from cti.floor.state import Stage
from cti.steering.refusals import NoSuchCall
from tests.real.asterisk.tones import everyone, who_hears_whom
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
