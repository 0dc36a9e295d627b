"""What agents do besides transfers, on a real Asterisk: calls by click, keys, mute, pause of the recording, hang-up."""

import pytest

from cti.floor.events import CallbackOver, Steered
from cti.floor.state import AgentState, Stage
from cti.steering import out_calls
from cti.steering.refusals import NumberNotAllowed, WrongMoment
from tests.real.asterisk.answering_machine import answering
from tests.real.asterisk.tones import PITCHES, everyone, pitches_in, sides, who_hears_whom
from tests.real.cti.steering.at_work import AtWork
from tests.real.cti.steering.test_transfers import talk

pytestmark = pytest.mark.real


async def test_a_customer_is_called_by_click(at_work: AtWork) -> None:
    """F2.7, S4: the agent's telephone first, then the number; recorded; nothing but allowed numbers."""
    async with at_work.phone("8001") as phone, answering(at_work.house.agent_port):
        with pytest.raises(NumberNotAllowed):
            await at_work.steering.out_call("8001", "90055500199")
        call = await at_work.steering.out_call("8001", "55500199", queue="junior")
        ringing = await phone.rings()
        await at_work.is_in("8001", AgentState.RINGING)
        assert at_work.floor.calls[call].outgoing
        await ringing.answer()
        await at_work.until(lambda: at_work.floor.calls[call].stage is Stage.TALKING, "talking")
        with pytest.raises(WrongMoment):
            await at_work.steering.out_call("8001", "55500199")
        [file] = at_work.floor.calls[call].recordings
        assert (at_work.house.asterisk.places.conversations / file).is_file()
        await at_work.steering.hang_up(call, "8001")
        await ringing.ended()
        await at_work.is_in("8001", AgentState.WRAP_UP, AgentState.READY)


async def test_mute_pause_of_the_recording_and_keys(at_work: AtWork) -> None:
    async with talk(at_work, "55550001") as here:
        parties = {"c": here.caller, "a": here.ringing}
        call, steering = here.call.id, at_work.steering
        await steering.mute(call, "8001", on=True)
        await steering.pause_recording(call, "8001", "card number")
        assert await who_hears_whom(parties) == {"c": set(), "a": {"c"}}
        with pytest.raises(WrongMoment):
            await steering.pause_recording(call, "8001")
        await steering.mute(call, "8001", on=False)
        await steering.send_keys(call, "8001", "12")
        [file] = here.call.recordings
        before = [len(side) for side in sides(at_work.house.asterisk.places.conversations / file)]
        left, right = sides(at_work.house.asterisk.places.conversations / file)
        assert (pitches_in(left), pitches_in(right)) == (set(), set()), "nothing of it is kept"
        await steering.resume_recording(call, "8001")
        assert await who_hears_whom(parties) == everyone("c", "a")
        await steering.hang_up(call, "8001")
        assert await here.ringing.ended() == "them"
    left, right = sides(at_work.house.asterisk.places.conversations / file)
    assert len(left) > before[0]
    assert (pitches_in(left), pitches_in(right)) == ({PITCHES[0]}, {PITCHES[1]})
    acts = [event.act for event in at_work.of(Steered) if isinstance(event, Steered)]
    assert acts == ["mute", "recording_paused", "unmute", "keys", "recording_resumed", "hang_up"]
    assert all(event.detail != "12" for event in at_work.of(Steered) if isinstance(event, Steered)), "S19"


async def wants_to_be_called_back(at_work: AtWork) -> None:
    async with at_work.house.caller(from_number="55550002") as caller:
        await caller.dial("112")
        await caller.hears("nobody_there")
        await caller.press("2")
        await caller.hears("callback_number")
        await caller.press("55500199#")
        await caller.hears("V2_confirm")
        await caller.press("1")
        await at_work.until(lambda: at_work.floor.callbacks, "asked")
        await caller.hang_up()


async def test_an_agent_who_does_not_take_a_call_back_is_paused_and_the_next_one_rung(
    at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after any offer; the customer, who was not called, loses nothing (F2.1)."""
    monkeypatch.setattr(out_calls, "RINGS_MS", 1500)
    await wants_to_be_called_back(at_work)
    async with answering(at_work.house.agent_port), at_work.phone("8001") as phone:
        await phone.rings()
        async with at_work.phone("8002") as other:
            ringing = await other.rings()
            assert (at_work.agent("8001").state, at_work.agent("8001").reason) == (
                AgentState.PAUSED,
                "no answer",
            )
            [callback] = at_work.floor.callbacks.values()
            assert (callback.tries, callback.agent) == (1, "8002")
            assert at_work.floor.calls[callback.call].queue == "junior"
            await ringing.answer()
            await at_work.until(lambda: not at_work.floor.callbacks, "reached")
            await ringing.hang_up()
    results = [event.result for event in at_work.of(CallbackOver) if isinstance(event, CallbackOver)]
    assert results == ["not_taken", "answered"]


async def test_a_caller_who_asked_for_it_is_called_back_when_an_agent_is_there(at_work: AtWork) -> None:
    """Nobody signed in: key 2, the number, #, 1. The place is kept: the first agent who is ready calls."""
    await wants_to_be_called_back(at_work)
    async with answering(at_work.house.agent_port), at_work.phone("8001") as phone:
        ringing = await phone.rings()
        await at_work.is_in("8001", AgentState.RINGING)
        [callback] = at_work.floor.callbacks.values()
        assert (callback.number, at_work.agent("8001").call) == ("55500199", callback.call)
        await ringing.answer()
        await at_work.until(lambda: not at_work.floor.callbacks, "reached")
        [over] = [event for event in at_work.of(CallbackOver) if isinstance(event, CallbackOver)]
        assert over.result == "answered"
        await ringing.hang_up()
