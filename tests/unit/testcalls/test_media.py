"""A test caller's mouth and ear: what is said after the call is over holds nobody up."""

import asyncio

import numpy as np

from testcalls.media import Media


async def test_speaking_into_a_call_that_is_over_ends() -> None:
    media = Media()
    audio = await media.listen("127.0.0.1")
    media.talk_to(audio)
    media.close()
    async with asyncio.timeout(5):
        await media.speak(np.ones(1600, np.int16))
        await media.press("1", tone_ms=100, gap_ms=100)
