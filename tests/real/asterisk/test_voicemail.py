"""Nobody signed in: the caller may leave a message, without a line of Python (issue 2, section 2)."""

import asyncio
import re
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.real.asterisk.broken_dialogs import request, say, server
from tests.real.house import House


def voice(seconds: float) -> NDArray[np.int16]:
    """Something that sounds, 8 kHz."""
    t = np.arange(int(seconds * 8000)) / 8000
    return (8000 * np.sin(2 * np.pi * 440 * t) * (1 + np.sin(2 * np.pi * 3 * t)) / 2).astype(np.int16)


@dataclass(frozen=True)
class Message:
    """A caller, what the dialog had noted about the call, and the end of the file's name."""

    why: str
    caller: str
    noted: dict[str, str]
    name: str


MESSAGES = [
    Message("no line number keyed", "87650001", {}, "87650001_0_zh"),
    Message("a line number keyed", "87650002", {"LINE_NUMBER": "87654321"}, "87650002_87654321_zh"),
    Message("English", "87650003", {"CALL_LANGUAGE": "en"}, "87650003_0_en"),
    Message("S16: a hostile line number", "87650004", {"LINE_NUMBER": "../../etc/x"}, "87650004_0_zh"),
    Message("number withheld", "anonymous", {}, "0_0_zh"),
]


def takes(house: House) -> dict[str, Path]:
    """Name without the call's id → file."""
    found = house.asterisk.places.voicemail.glob("*.wav")
    return {re.sub(r"^node1-[0-9]+\.[0-9]+_", "", path.stem): path for path in found}


def frames(path: Path) -> int:
    with wave.open(str(path)) as file:
        return file.getnframes()


async def notes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A dialog that knows its callers by their number and sends each to an agent."""
    number = (await request(reader))["agi_callerid"]
    message = next((m for m in MESSAGES if m.caller == number), MESSAGES[-1])
    for name, value in {**message.noted, "IVR_NEXT": "agent", "IVR_DONE": "1"}.items():
        await say(reader, writer, f"SET VARIABLE {name} {value}")
    writer.close()


async def leaves(house: House, message: Message) -> None:
    language = message.noted.get("CALL_LANGUAGE", "zh")
    async with house.caller(from_number=message.caller) as caller:
        await caller.dial("112")
        asked = await caller.hears("voicemail", language=language)
        await caller.press("1")
        assert not (await caller.ends(asked)).complete, "a key begins the recording at once"
        await caller.hears("beep")
        await caller.speak(voice(1.5))
        await caller.press("#")
        await caller.hears("voicemail_kept", language=language)
        await caller.hears("goodbye", language=language)
        assert await caller.ended() == "them"


async def test_messages_lie_in_the_spool_under_names_of_safe_characters(house: House) -> None:
    """Five callers at once, each with a reason of its own (MESSAGES)."""
    async with server(house.settings.agi_port, notes):
        await asyncio.gather(*(leaves(house, message) for message in MESSAGES))
    files = takes(house)
    assert {message.name for message in MESSAGES} <= set(files)
    assert all(frames(files[message.name]) > 8000 for message in MESSAGES)


async def test_a_caller_who_hangs_up_while_speaking_leaves_what_was_said(house: House) -> None:
    """F1.14 for the voice box: nothing spoken is lost."""
    async with house.caller(from_number="87650009") as caller:
        await caller.dial("112")
        await caller.hears("beep", within=30)
        await caller.speak(voice(1.5))
        await caller.hang_up()
    await house.empty()
    assert frames(takes(house)["87650009_0_zh"]) > 4000


async def test_a_missing_prompt_does_not_end_the_call(house: House) -> None:
    """R4: what can't be said is passed over."""
    prompts = house.asterisk.places.prompts / "zh"
    names = [f"{name}.{kind}" for name in ("trouble", "voicemail") for kind in ("wav", "wav16")]
    for name in names:
        (prompts / name).rename(prompts / f"{name}.away")
    try:
        async with house.caller() as caller:
            await caller.dial("112")
            await caller.hears("beep")
            await caller.press("#")
            await caller.hears("voicemail_kept")
    finally:
        for name in names:
            (prompts / f"{name}.away").rename(prompts / name)
