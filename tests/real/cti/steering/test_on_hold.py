"""R20: a caller who leaves hold, by a hang-up or to somebody else, frees the agent at once."""

import pytest

from cti.floor.state import AgentState, Stage
from tests.real.asterisk.tones import everyone, who_hears_whom
from tests.real.cti.steering.at_work import AtWork
from tests.real.cti.steering.test_transfers import Talk, talk

pytestmark = pytest.mark.real


async def on_hold(here: Talk) -> None:
    await here.work.steering.hold(here.call.id, "8001")
    await here.work.is_in("8001", AgentState.ON_HOLD)
    await here.work.until(lambda: here.call.stage is Stage.HELD, "on hold")
    await here.caller.hears("moh")


async def test_a_caller_on_hold_hangs_up(at_work: AtWork) -> None:
    async with talk(at_work, "55530031") as here:
        await on_hold(here)
        await here.caller.hang_up()
        assert await here.ringing.ended(8.0) == "them"
        await at_work.is_in("8001", AgentState.WRAP_UP, AgentState.READY)


async def test_a_caller_on_hold_is_passed_on(at_work: AtWork) -> None:
    async with talk(at_work, "55530032") as here, at_work.phone("8002") as other:
        await on_hold(here)
        await at_work.steering.transfer(here.call.id, "agent", "8002")
        ringing = await other.rings()
        assert await here.ringing.ended(8.0) == "them"
        await at_work.is_in("8001", AgentState.WRAP_UP, AgentState.READY)
        await ringing.answer()
        await here.ended_as("answered")
        assert await who_hears_whom({"c": here.caller, "a": ringing}) == everyone("c", "a")
        await ringing.hang_up()
