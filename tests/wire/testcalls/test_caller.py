"""A test caller over real UDP against a far side that answers, refuses, loses datagrams, and talks."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from testcalls.call_script import CallScript, Step, not_heard
from testcalls.caller import CallFailed, TestCaller
from testcalls.handset import NotHeard
from testcalls.repertoire import Repertoire
from tests.unit.testcalls.sounds import prompt, silence, voice
from tests.wire.testcalls.far_side import FarSide, once, refusing

SOUNDS = {
    "V1": voice(1, 1.2),
    "V2": voice(2, 1.0),
    "beep": voice(3, 0.6),
    **{f"digit_{n}": voice(100 + n, 0.3) for n in range(10)},
}
REPERTOIRE = Repertoire(prompt(name, sound) for name, sound in SOUNDS.items())


@pytest.fixture
async def far() -> AsyncIterator[FarSide]:
    """A far side that answers at once."""
    side = FarSide()
    async with side.open():
        yield side


def caller(far: FarSide) -> TestCaller:
    return TestCaller(far.address, REPERTOIRE)


async def test_a_prompt_is_heard_keys_arrive_and_the_call_ends(far: FarSide) -> None:
    async with caller(far) as us:
        await us.dial("112")
        _, heard = await asyncio.gather(far.play(SOUNDS["V1"]), us.hears("V1", language="zh"))
        await us.press("12#*90")
        await us.hang_up()
    assert heard.score > 0.98
    assert "".join(far.media.keys_heard) == "12#*90"
    assert [message.method for message in far.requests] == ["INVITE", "ACK", "BYE"]
    assert us.ended_by == "us"


async def test_the_far_side_hangs_up_and_what_was_under_way_is_heard(far: FarSide) -> None:
    async with caller(far) as us:
        await us.dial("112")
        await far.play(SOUNDS["V1"])
        far.hang_up()
        assert await us.ended() == "them"
        assert [heard.id for heard in us.heard] == ["V1"]
        with pytest.raises(NotHeard, match=r"the call is over; heard .*V1"):
            await us.hears("V2")


async def test_a_number_read_out_is_one_thing_that_was_heard(far: FarSide) -> None:
    async with caller(far) as us:
        await us.dial("112")
        for digit in "5550":
            await far.play(SOUNDS[f"digit_{digit}"])
        heard = await us.hears("5550")
        with pytest.raises(NotHeard):
            await us.hears("555", within=0.2)
    assert (heard.id, heard.digits) == ("digits", "5550")


async def test_the_same_prompt_has_to_come_twice_to_be_heard_twice(far: FarSide) -> None:
    async with caller(far) as us:
        await us.dial("112")
        await far.play(SOUNDS["V1"])
        await us.hears("V1")
        with pytest.raises(NotHeard):
            await us.hears("V1", within=0.3)
        await far.play(SOUNDS["V1"])
        await us.hears("V1")


async def test_what_was_spoken_is_known_when_it_is_played_back(far: FarSide) -> None:
    said = voice(77, 1.0)
    async with caller(far) as us:
        await us.dial("112")
        name = await us.speak(said)
        await far.play(said)
        assert (await us.hears(name)).id == "spoken_1"


async def test_dead_air_is_measured(far: FarSide) -> None:
    async with caller(far) as us:
        await us.dial("112")
        await far.play(SOUNDS["V1"])
        await far.play(silence(1.0))
        await far.play(SOUNDS["V2"])
        await us.hears("V2", whole=True)
        assert us.dead_air().seconds == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("lost", ["INVITE", 180, 200, "ACK"])
async def test_a_lost_datagram_delays_the_call_and_nothing_else(far: FarSide, lost: str | int) -> None:
    far.lose = once(lost)
    async with caller(far) as us:
        await us.dial("112")
        await us.hang_up()
    assert us.ended_by == "us"


@pytest.mark.parametrize("status", [404, 486, 503])
async def test_a_refusal_says_why(far: FarSide, status: int) -> None:
    far.refuse = refusing(status)
    async with caller(far) as us:
        with pytest.raises(CallFailed) as failure:
            await us.dial("112")
    assert (failure.value.status, failure.value.reached) == (status, True)


async def test_nobody_there(far: FarSide) -> None:
    far.lose = lambda message: True
    async with caller(far) as us:
        with pytest.raises(CallFailed) as failure:
            await us.dial("112", within=0.7)
    assert (failure.value.status, failure.value.reached) == (408, False)


async def test_hanging_up_while_it_rings(far: FarSide) -> None:
    far.answers = False
    async with caller(far) as us:
        await us.begin("112")
        with pytest.raises(CallFailed):
            await us.answered(within=0.3)
        await us.hang_up()
    assert [message.method for message in far.requests] == ["INVITE", "CANCEL", "ACK"]


async def test_a_caller_that_vanishes_sends_nothing_more(far: FarSide) -> None:
    async with caller(far) as us:
        await us.dial("112")
        us.vanish()
        before = len(far.requests)
        assert await us.ended() == "lost"
    assert len(far.requests) == before


async def test_a_script_presses_at_questions_and_speaks_after_the_beep(far: FarSide) -> None:
    script = CallScript(keys=["12#", ""], speech=voice(78, 0.5))
    told: list[Step] = []

    async def play() -> None:
        for name in ("V1", "V2", "beep"):
            await far.play(SOUNDS[name])
        for _ in range(100):
            if "#" in far.media.keys_heard[3:]:
                break
            await asyncio.sleep(0.05)
        far.hang_up()

    async with caller(far) as us:
        await us.dial("112")
        steps, _ = await asyncio.gather(script.follow(us, 20, told.append), play())
    assert [(s.kind, s.what) for s in steps] == [
        ("heard", "V1"),
        ("pressed", "12#"),
        ("heard", "V2"),
        ("heard", "beep"),
        ("spoke", "0.5"),
    ]
    assert told == steps
    assert "".join(far.media.keys_heard) == "12##"
    assert not_heard(steps, ["V1", "beep"]) == []
    assert not_heard(steps, ["V2", "V1"]) == ["V1"]
