"""The waiting room of the dialplan: F2.1 with a live service, place and wait told, nobody there, and no service."""

import asyncio
import wave

import numpy as np

from cti.ami.actions import Setvar
from testcalls.caller import TestCaller
from testcalls.g711 import RATE, Samples
from tests.real.asterisk.broken_dialogs import request, say, sends_to, server
from tests.real.asterisk.hand import Hand, hand_on
from tests.real.asterisk.scenes import waiting
from tests.real.house import House

BROKEN = "55510044"
"""The dialog of this caller dies at the first way back."""


async def test_a_waiting_caller_is_asked_and_may_go_back(floor: House) -> None:
    """F2.1: key 1 in the question, and over the music after it, leads back; anything else keeps the place."""
    visits: list[str] = []

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await request(reader)
        visits.append(head["agi_network_script"])
        returns = await say(reader, writer, "GET VARIABLE QUEUE_RETURNS")
        if head["agi_callerid"] == BROKEN and returns.endswith("(1)"):
            writer.close()
            return
        await say(reader, writer, f"SET VARIABLE IVR_NEXT {'agent' if returns.endswith('=0') else 'goodbye'}")
        await say(reader, writer, "SET VARIABLE IVR_DONE 1")
        writer.close()

    async with hand_on(floor) as hand, server(floor.settings.agi_port, session):
        await asyncio.gather(
            _another_key_then_1(floor, hand),
            _key_1_over_the_music(floor, hand),
            _place_and_wait_are_told(floor, hand),
            _back_to_a_dialog_that_fails(floor, hand),
        )
    assert visits.count("fault_report") == 9
    await floor.empty()


async def _another_key_then_1(house: House, hand: Hand) -> None:
    async with waiting(house, hand, "55510041") as scene:
        await scene.phone.hears("queue_question", language="zh")
        await scene.phone.press("5")
        await scene.phone.hears("queue_question")
        assert len(hand.of("OverflowAsked", uniqueid=scene.leg)) == 2
        assert len(hand.of("Waiting", uniqueid=scene.leg)) == 1
        await scene.phone.press("1")
        assert (await hand.hears("WaitingOver", uniqueid=scene.leg)).why == "returned"
        assert await scene.phone.ended() == "them"


async def _key_1_over_the_music(house: House, hand: Hand) -> None:
    """The music goes on after the question where it had stopped."""
    async with waiting(house, hand, "55510042") as scene:
        await scene.phone.press("1")
        question = await scene.phone.hears("queue_question", whole=True)
        assert question.complete, "before the first question a key means nothing"
        began = await scene.phone.hears("moh")
        await house.until(lambda: len(scene.phone.audio()) > (began.at_seconds + 2) * RATE)
        start = int(began.at_seconds * RATE)
        assert 1.5 < place_in(house, scene.phone.audio()[start : start + int(1.5 * RATE)]) < 4.5
        await scene.phone.press("1")
        assert (await hand.hears("WaitingOver", uniqueid=scene.leg)).why == "returned"
        assert await scene.phone.ended() == "them"


async def _back_to_a_dialog_that_fails(house: House, hand: Hand) -> None:
    """Without the flow there was no way back: the caller waits where the first wait began, until one was walked."""
    async with waiting(house, hand, BROKEN) as scene:
        await scene.phone.hears("queue_question")
        await scene.phone.press("1")
        again = await hand.hears("Waiting", 2, uniqueid=scene.leg)
        assert (again.since, again.asks) == (scene.since, "0")
        await scene.phone.hears("queue_question")
        await scene.phone.press("1")
        assert await scene.phone.ended() == "them"


def place_in(house: House, heard: Samples) -> float:
    """Seconds into the music at which this was played."""
    with wave.open(str(next((house.settings.folder / "moh").glob("*.wav")))) as file:
        music = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(float)
    size = len(music) + len(heard)
    likeness = np.fft.irfft(np.fft.rfft(music, size) * np.conj(np.fft.rfft(heard.astype(float), size)), size)
    return int(np.argmax(likeness[: len(music)])) / RATE


async def _place_and_wait_are_told(house: House, hand: Hand) -> None:
    """Once a turn, over any number of questions; a key cuts them short and counts, as over the music."""
    async with waiting(house, hand, "55510043") as scene:
        await hand.set(scene.channel, PLACE="2", WAIT_MINUTES="14", PLACE_TURN="1")
        await scene.phone.hears("queue_question")
        await scene.phone.hears("place", language="zh")
        await scene.phone.hears("2")
        await scene.phone.hears("wait_minutes")
        await scene.phone.hears("14")
        for _ in range(2):
            assert (await scene.phone.hears_any("place", "queue_question")).id == "queue_question"
        await hand.set(scene.channel, PLACE_TURN="2")
        await scene.phone.hears("place")
        await scene.phone.press("1")
        assert (await hand.hears("WaitingOver", uniqueid=scene.leg)).why == "returned"
        assert await scene.phone.ended() == "them"


async def test_a_queue_that_takes_nobody(floor: House) -> None:
    """H15: closed and full as the service says, nobody there as Asterisk sees: a message or a call-back."""
    async with hand_on(floor) as hand:
        await hand.act(Setvar("QUEUE_senior_STATE", "full"))
        await hand.act(Setvar("QUEUE_english_STATE", "closed"))
        try:
            async with server(
                floor.settings.agi_port, sends_to("agent", KEY_ACCOUNT="1", LINE_NUMBER="55500101")
            ):
                await asyncio.gather(
                    _wants_to_be_called(floor, hand),
                    _keys_another_number(floor, hand),
                    _leaves_amid_a_number(floor, hand),
                    _keys_what_may_not_be_called(floor, hand),
                )
            async with server(floor.settings.agi_port, sends_to("agent", CALL_LANGUAGE="en")):
                await _leaves_a_message(floor, hand)
                await hand.act(Setvar("QUEUE_english_OPENS", "1"))
                async with waiting(floor, hand, "55510054") as scene:
                    assert scene.since, "past its opening time a closed queue is open again"
        finally:
            for variable in ("QUEUE_senior_STATE", "QUEUE_english_STATE", "QUEUE_english_OPENS"):
                await hand.act(Setvar(variable, ""))
    await floor.empty()


async def _wants_to_be_called(house: House, hand: Hand) -> None:
    async with house.caller(from_number="55500051") as caller:
        await _asks_for_a_call(caller, "#")
        await caller.hears("55500051")
        await caller.press("1")
        asked = await hand.hears("CallbackAsked", number="55500051")
        assert (asked.queue, asked.line) == ("senior", "55500101")
        await caller.hears("callback_kept")
        assert await caller.ended() == "them"


async def _keys_another_number(house: House, hand: Hand) -> None:
    """Not confirmed the first time, as soon as it is read back: kept apart (F1.14)."""
    async with house.caller(from_number="55510052") as caller:
        await _asks_for_a_call(caller, "55500099#")
        await caller.press("2")
        assert (await hand.hears("KeysLeft", calleridnum="55510052")).digits == "55500099"
        await caller.hears("callback_number")
        await caller.press("55500098#")
        await caller.hears("55500098")
        await caller.press("1")
        await hand.hears("CallbackAsked", number="55500098")
    assert not hand.of("CallbackAsked", number="55500099")


async def _leaves_amid_a_number(house: House, hand: Hand) -> None:
    """F1.14."""
    async with house.caller(from_number="55510055") as caller:
        await caller.dial("112")
        await caller.hears("nobody_there")
        await caller.press("2")
        await caller.hears("callback_number")
        await caller.press("5551")
        await caller.hang_up()
        assert (await hand.hears("KeysLeft", calleridnum="55510055")).digits == "5551"


async def _keys_what_may_not_be_called(house: House, hand: Hand) -> None:
    """S4: nothing is promised, neither for the caller's own number nor for the one keyed then."""
    async with house.caller(from_number="55510056") as caller:
        await caller.dial("112")
        await caller.hears("nobody_there")
        await caller.press("2")
        for keys in ("#", "90055500099#"):
            await caller.hears("callback_number")
            await caller.press(keys)
        assert (await caller.hears_any("voicemail", "V6")).id == "voicemail"
    assert not hand.of("CallbackAsked", calleridnum="55510056")


async def _asks_for_a_call(caller: TestCaller, keys: str) -> None:
    await caller.dial("112")
    await caller.hears("nobody_there")
    await caller.press("2")
    await caller.hears("callback_number")
    await caller.press(keys)
    await caller.hears("V6")


async def _leaves_a_message(house: House, hand: Hand) -> None:
    async with house.caller(from_number="55510053") as caller:
        await caller.dial("112")
        await caller.hears("nobody_there", language="en")
        await caller.press("1")
        await caller.hears("voicemail", language="en")
        assert (await hand.hears("WaitingOver", calleridnum="55510053")).why == "voicemail"
