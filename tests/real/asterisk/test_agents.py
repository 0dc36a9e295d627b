"""F2.1 without a service, by Asterisk's own queue (the parachute): agents are rung, conversations recorded, callers asked."""

import asyncio
import re

import numpy as np

from tests.real.asterisk.answering_machine import answering
from tests.real.asterisk.broken_dialogs import request, say, sends_to, server
from tests.real.asterisk.tones import sides
from tests.real.conftest import FIXED_AGENT
from tests.real.house import House


def tone() -> np.ndarray:
    """One second at 440 Hz that swells, 8 kHz."""
    t = np.arange(8000) / 8000
    return (8000 * np.sin(2 * np.pi * 440 * t) * np.sin(np.pi * t)).astype(np.int16)


async def test_an_agent_who_is_signed_in_is_rung_and_the_conversation_recorded(house: House) -> None:
    recordings = house.asterisk.places.conversations
    before = set(recordings.iterdir())
    async with (
        server(house.settings.agi_port, sends_to("agent")),
        answering(house.agent_port),
        house.signed_in(FIXED_AGENT),
        house.caller() as caller,
    ):
        await caller.dial("112")
        await house.until(
            lambda: any(
                c.name.startswith(f"PJSIP/{FIXED_AGENT}-") and c.state == "Up" for c in house.channels()
            )
        )
        word = await caller.speak(tone())
        await caller.hears(word)
        await caller.hang_up()
    await house.empty()
    (recording,) = set(recordings.iterdir()) - before
    assert re.fullmatch(r"node1-[0-9.]+-1\.raw", recording.name)
    said, heard = sides(recording)
    assert said.max() > 2000
    assert heard.max() > 2000, "the telephone echoes"


async def test_nobody_is_recorded_while_waiting(staffed: House) -> None:
    """Only conversations are kept: a caller who leaves the queue leaves no file."""
    before = set(staffed.asterisk.places.conversations.iterdir())
    async with server(staffed.settings.agi_port, sends_to("agent")), staffed.caller() as caller:
        await caller.dial("112")
        await staffed.in_queue()
    await staffed.empty()
    assert set(staffed.asterisk.places.conversations.iterdir()) == before


async def test_a_waiting_caller_is_asked_again_and_again_and_keeps_the_place(staffed: House) -> None:
    """F2.1: anything but 1 keeps waiting; an agent who becomes free gets the call."""
    with staffed.knobs(OVERFLOW_SECONDS=2):
        async with (
            server(staffed.settings.agi_port, sends_to("agent")),
            answering(staffed.agent_port),
            staffed.caller() as caller,
        ):
            await caller.dial("112")
            await caller.hears("queue_question", language="zh")
            await caller.press("5")
            await caller.hears("queue_question")
            await staffed.in_queue()
            async with staffed.signed_in(FIXED_AGENT):
                await staffed.until(
                    lambda: any(c.name.startswith(f"PJSIP/{FIXED_AGENT}-") for c in staffed.channels())
                )
                assert not caller.over


async def test_key_1_leads_from_the_queue_back_to_the_automatic_flow(staffed: House) -> None:
    """F2.1, F1.3: the returns are counted, what the call carries stays."""
    visits: list[tuple[str, str, str]] = []

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await request(reader)
        returns = await say(reader, writer, "GET VARIABLE QUEUE_RETURNS")
        kept = await say(reader, writer, "GET VARIABLE FALLBACKS")
        visits.append((head["agi_network_script"], returns, kept))
        await say(reader, writer, "SET VARIABLE FALLBACKS 2")
        await say(reader, writer, f"SET VARIABLE IVR_NEXT {'agent' if len(visits) < 3 else 'goodbye'}")
        await say(reader, writer, "SET VARIABLE IVR_DONE 1")
        writer.close()

    with staffed.knobs(OVERFLOW_SECONDS=2):
        async with server(staffed.settings.agi_port, session), staffed.caller() as caller:
            await caller.dial("1000")
            for _ in range(2):
                await caller.hears("queue_question")
                await caller.press("1")
            assert await caller.ended() == "them"
    assert visits == [
        ("hotline", "200 result=0", "200 result=0"),
        ("fault_report", "200 result=1 (1)", "200 result=1 (2)"),
        ("fault_report", "200 result=1 (2)", "200 result=1 (2)"),
    ]
