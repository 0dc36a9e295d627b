"""What happens to a conversation when a page, a tab, a browser or the service goes away (R7, R15)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import expect

from testcalls.caller import TestCaller
from tests.real.asterisk.answering_machine import answering
from tests.real.served import Served
from tests.real.web.by_keys import press
from tests.real.web.conftest import AGENT
from tests.real.web.crowd import Crowd
from tests.real.web.ears import hears
from tests.real.web.person import Person
from tests.real.web.telephone_side import caller_hears, humming
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

ONE, CALLER = 440.0, 1130.0
"""Hz."""
RELOADED_MS = 5_000
"""The product's promise to the caller whose agent loads the page anew; no measure of this machine."""
KEPT_WITHIN = 8.0
"""Seconds. Asterisk by itself misses a telephone's sound after 15 (`rtp_timeout`)."""

WAY = "connectionsOfTheTest.at(-1).localDescription.sdp.match(/a=ice-ufrag:(\\S+)/)[1]"
"""Another name of the way of the sound: it was looked for anew (RFC 8839, ICE restart)."""
TALKS = "connectionsOfTheTest.length"
"""Another one would be a call that has been lost and brought back: the caller had heard music."""
LINES, TRIES = "linesOfTheTest.length", 3
"""So many lines to Asterisk in vain that the next is tried seconds later: the network is back before its line is."""


@asynccontextmanager
async def talking(served: Served, one: Person, caller: str) -> AsyncIterator[TestCaller]:
    """A caller in conversation with an agent who is ready; wrapped up at the end."""
    async with served.house.caller(from_number=caller) as line:
        await line.dial("112")
        await line.hears("V1")
        await line.press("0#")
        await one.is_in("ringing")
        await one.at("answer").click()
        await one.is_in("talking")
        async with humming(line, CALLER):
            await both_hear(one, line)
            yield line


async def both_hear(one: Person, line: TestCaller) -> None:
    """Each hears the other."""
    await asyncio.gather(hears(one.page, CALLER), caller_hears(line, ONE))


async def test_a_reload_brings_the_same_caller_back(served: Served, crowd: Crowd) -> None:
    """R15: the caller is kept, and the page that was loaded anew answers by itself."""
    one = await crowd.come("one", pitch=ONE)
    await one.works()
    async with talking(served, one, "55510011") as line:
        await one.page.reload()
        await expect(one.at("call")).to_have_attribute("data-talk", "talking", timeout=RELOADED_MS)
        await one.is_in("talking")
        await expect(one.at("call-caller")).to_have_text("5551 0011")
        await both_hear(one, line)
    await one.is_in("wrap_up")
    await one.at("sign-out-work").click()


async def test_a_reload_brings_back_the_customer_who_was_called(served: Served, crowd: Crowd) -> None:
    """R15: as with a caller; the far side echoes, so that the agent's own beeps come back."""
    one = await crowd.come("one", pitch=ONE)
    await one.works()
    async with answering(served.house.agent_port):
        await press(one, "d")
        await one.page.keyboard.type("55500177")
        await press(one, "Enter")
        await one.is_in("talking")
        await hears(one.page, ONE)
        await one.page.reload()
        await expect(one.at("call")).to_have_attribute("data-talk", "talking")
        await one.is_in("talking")
        await expect(one.at("call-caller")).to_have_text("5550 0177")
        await hears(one.page, ONE)
        await one.at("hang-up").click()
        await one.is_in("wrap_up")

    async def written() -> bool:
        [call] = [row for row in served.rows("calls") if row["dialled"] == "55500177"]
        return call["ended_at"] is not None

    await until(written)
    await one.at("sign-out-work").click()


async def test_a_closed_tab_is_told_at_once(served: Served, crowd: Crowd) -> None:
    """R15: the caller hears music long before Asterisk misses the sound, and another tab has the same caller back."""
    one = await crowd.come("one", pitch=ONE)
    await one.works()
    async with talking(served, one, "55510015") as line:
        while await line.next_heard(within=0):
            pass  # music of the time before the answer
        await one.page.close(run_before_unload=True)
        await line.hears("moh", within=KEPT_WITHIN)
        one.page = await one.second_tab("/desk")
        await expect(one.at("call")).to_have_attribute("data-talk", "talking")
        await expect(one.at("call-caller")).to_have_text("5551 0015")
        await both_hear(one, line)
        await one.at("hang-up").click()
        await line.ended()
    await one.is_in("wrap_up")
    await one.at("sign-out-work").click()


async def test_a_killed_service_leaves_the_talk_alone_and_the_desktop_comes_back(
    served: Served, crowd: Crowd
) -> None:
    """R7: the sound goes on, the desktop says that it knows nothing newer, and is up to date again by itself."""
    one = await crowd.come("one", pitch=ONE)
    await one.works()
    async with talking(served, one, "55510012") as line:
        await served.kill()
        await expect(one.at("live-off")).to_be_visible()
        await expect(one.at("call-caller")).to_have_text("5551 0012")
        await both_hear(one, line)
        await served.start()
        await expect(one.at("live-on")).to_be_visible()
        await one.is_in("talking")
        await both_hear(one, line)
        await one.at("hang-up").click()
    await one.is_in("wrap_up")
    await one.at("sign-out-work").click()


async def test_without_a_network_the_talk_comes_back_by_itself(served: Served, crowd: Crowd) -> None:
    """R15: every connection of the page is cut and none can be made; with the network all of it is back."""
    one = await crowd.come("one", pitch=ONE)
    await one.works()
    async with talking(served, one, "55510016") as line:
        await one.loses_network()
        await expect(one.at("live-off")).to_be_visible()
        await expect(one.at("phone-link")).to_have_attribute("data-state", "lost")
        await expect(one.at("call-caller")).to_have_text("5551 0016")
        way, talks, lines = [await one.page.evaluate(what) for what in (WAY, TALKS, LINES)]

        async def tried_in_vain() -> bool:
            return bool(await one.page.evaluate(LINES) >= lines + TRIES)

        await until(tried_in_vain)
        await one.has_network()
        await expect(one.at("live-on")).to_be_visible()
        await one.has_telephone()
        await one.is_in("talking")

        async def another_way() -> bool:
            return bool(await one.page.evaluate(WAY) != way)

        await until(another_way)
        await both_hear(one, line)
        assert await one.page.evaluate(TALKS) == talks
        await one.at("hang-up").click()
        await line.ended()
    await one.is_in("wrap_up")
    await one.at("sign-out-work").click()


async def test_two_tabs_have_one_telephone_and_the_other_takes_over(served: Served, crowd: Crowd) -> None:
    """One tab telephones, both show the state; when that tab is closed, the other one has the telephone."""
    one = await crowd.come("one", pitch=ONE)
    await one.works()
    second = await one.second_tab("/desk")
    await expect(second.get_by_test_id("agent-state")).to_have_attribute("data-state", "ready")
    await expect(second.get_by_test_id("phone-link")).to_have_attribute("data-state", "elsewhere")
    async with served.house.caller(from_number="55510013") as line:
        await line.dial("112")
        await line.hears("V1")
        await line.press("0#")
        for page in (one.page, second):
            await expect(page.get_by_test_id("pop-caller")).to_have_text("5551 0013")
        await one.at("answer").click()
        await expect(second.get_by_test_id("agent-state")).to_have_attribute("data-state", "talking")
        await one.at("hang-up").click()
    await one.page.close()
    await expect(second.get_by_test_id("phone-link")).to_have_attribute("data-state", "registered")
    await second.get_by_test_id("sign-out-work").click()


async def test_a_browser_that_dies_keeps_the_caller_and_the_supervisor_sees_it(
    served: Served, crowd: Crowd
) -> None:
    """R15: kill -9 while talking; nobody is silently ready again, and a new browser gets the same caller back."""
    one, head = await crowd.come("one", pitch=ONE), await crowd.come("head", pitch=700.0)
    await head.signs_in("/floor")
    await one.works()
    async with talking(served, one, "55510014") as line:
        await crowd.kill(ONE)
        await expect(head.at(f"agent-{AGENT}")).to_contain_text("无话务台")
        again = await crowd.come("one", pitch=ONE)
        await again.signs_in("/desk")
        await expect(again.at("call-caller")).to_have_text("5551 0014")
        await expect(again.at("call")).to_have_attribute("data-talk", "talking")
        await both_hear(again, line)
        await again.at("hang-up").click()
        await line.ended()
    await again.is_in("wrap_up")
