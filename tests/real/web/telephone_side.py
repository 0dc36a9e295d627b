"""The caller's end of a conversation with somebody at a browser."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import numpy as np

from testcalls.g711 import RATE
from testcalls.handset import Handset
from tests.real.asterisk.tones import strength, tone
from tests.waiting import POLL_SECONDS, until

LOUD = 500.0
"""Amplitude; a browser's beeps arrive above 1,500, music and echoes stay below 150."""


@contextlib.asynccontextmanager
async def humming(phone: Handset, pitch: float) -> AsyncIterator[None]:
    """Beeps at `pitch` Hz, over and over, until the block ends."""

    async def hum() -> None:
        while not phone.over:
            await phone.media.speak(np.concatenate([tone(pitch, 0.45), np.zeros(RATE // 8, np.int16)]))
            await asyncio.sleep(POLL_SECONDS)  # a mouth of a call that has ended returns at once

    task = asyncio.create_task(hum())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def caller_hears(phone: Handset, pitch: float) -> None:
    """Wait until the caller hears `pitch`. Raises AssertionError."""
    since = len(phone.audio())

    async def heard() -> bool:
        return strength(phone.audio()[since:][-2 * RATE :], pitch) > LOUD

    await until(heard)


async def caller_hears_no(phone: Handset, pitch: float, seconds: float = 1.5) -> None:
    """Wait for `seconds` of sound in a row without `pitch`. Raises AssertionError."""

    async def quiet() -> bool:
        rest = phone.audio()[since:]
        return len(rest) >= seconds * RATE and strength(rest[-int(seconds * RATE) :], pitch) < LOUD

    since = len(phone.audio())
    await until(quiet)
