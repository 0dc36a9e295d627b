"""Asterisk killed under a desktop that looks after nothing: it says so, and telephones again by itself (R12)."""

import asyncio
import os
import signal

import pytest
from playwright.async_api import expect

from tests.real.served import Served
from tests.real.web.crowd import Crowd
from tests.real.web.ears import hears
from tests.real.web.telephone_side import caller_hears, humming

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

KEEPS_ASTERISK_UP = True
BACK_MS = 60_000
ONE, CALLER = 440.0, 1130.0
"""Hz."""


async def test_the_telephone_registers_again_and_the_next_call_is_heard(served: Served, crowd: Crowd) -> None:
    one = await crowd.come("one", pitch=ONE)
    await one.works()
    pid = served.house.asterisk.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    await expect(one.at("phone-link")).to_have_attribute("data-state", "lost")
    await expect(one.at("phone-link")).to_have_attribute("data-state", "registered", timeout=BACK_MS)
    await expect(one.at("agent-state")).to_have_attribute("data-state", "ready", timeout=BACK_MS)
    async with served.house.caller(from_number="55510061") as line:
        await line.dial("112")
        await line.hears("V1")
        await line.press("0#")
        await one.at("answer").click()
        await one.is_in("talking")
        async with humming(line, CALLER):
            await asyncio.gather(hears(one.page, CALLER), caller_hears(line, ONE))
        await one.at("hang-up").click()
    await one.is_in("wrap_up")
    await one.at("sign-out-work").click()
