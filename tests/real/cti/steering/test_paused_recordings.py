"""F2.8, H6: a paused recording records nothing after a hand-over either, and what the floor says of it is true."""

import pytest

from cti.floor.state import Stage
from cti.steering.transfer_course import Mode
from testcalls.agent_phone import IncomingCall
from tests.real.asterisk.tones import PITCHES, ROUNDS, everyone, pitches_in, sides, who_hears_whom
from tests.real.cti.steering.at_work import AtWork
from tests.real.cti.steering.test_transfers import Talk, talk

pytestmark = pytest.mark.real


async def handed_over(here: Talk, ringing: IncomingCall, mode: Mode) -> None:
    """The agent 8002 talks with the caller."""
    work = here.work
    await ringing.answer()
    if mode == "attended":
        await work.until(lambda: work.of_kind("consult_answered"), "asked")
        await work.steering.complete_transfer(here.call.id)
    await work.until(lambda: (here.call.agent, here.call.stage) == ("8002", Stage.TALKING), "handed over")
    assert await who_hears_whom({"c": here.caller, "b": ringing}) == everyone("c", "b")


def recorded(here: Talk) -> list[set[float]]:
    """Who can be heard in the last recording: the caller's side, the agent's."""
    folder = here.work.house.asterisk.places.conversations
    return [pitches_in(side) for side in sides(folder / here.call.recordings[-1])]


async def is_recorded(here: Talk, ringing: IncomingCall) -> None:
    """Both can be heard in the last recording; a sound that a busy machine has lost is made again."""
    for _ in range(ROUNDS):
        await who_hears_whom({"c": here.caller, "b": ringing})
        if recorded(here) == [{PITCHES[0]}, {PITCHES[1]}]:
            return
    raise AssertionError(f"recorded: {recorded(here)}")


@pytest.mark.parametrize("mode", ["attended", "blind"])
async def test_the_next_agent_is_not_recorded_until_the_pause_is_over(at_work: AtWork, mode: Mode) -> None:
    async with talk(at_work, "55530041") as here, at_work.phone("8002") as other:
        await at_work.steering.pause_recording(here.call.id, "8001", "card number")
        await at_work.steering.transfer(here.call.id, "agent", "8002", mode)
        ringing = await other.rings()
        await handed_over(here, ringing, mode)
        assert here.call.recording_paused is not None
        assert recorded(here) == [set(), set()]
        await at_work.steering.resume_recording(here.call.id, "8002")
        await is_recorded(here, ringing)
        assert len(here.call.recordings) == 1
        await ringing.hang_up()


async def test_a_new_recording_is_not_paused(at_work: AtWork) -> None:
    """By way of a queue: what the floor says, what is recorded and what the next agent may do agree."""
    async with talk(at_work, "55530042") as here, at_work.phone("8002", manager=1) as other:
        await at_work.steering.pause_recording(here.call.id, "8001", "card number")
        await at_work.steering.transfer(here.call.id, "queue", "manager")
        ringing = await other.rings()
        await handed_over(here, ringing, "blind")
        assert here.call.recording_paused is None
        await is_recorded(here, ringing)
        await at_work.steering.pause_recording(here.call.id, "8002", "card number")
        await ringing.hang_up()
