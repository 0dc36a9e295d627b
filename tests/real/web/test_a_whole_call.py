"""One caller from the ring tone to the recording, by people at real browsers (F2, F2.8, H15, K12)."""

import pytest
from playwright.async_api import expect

from testcalls.caller import TestCaller
from tests.real.served import Served
from tests.real.web.conftest import COLLEAGUE
from tests.real.web.crowd import Crowd
from tests.real.web.ears import hears, hears_nothing
from tests.real.web.telephone_side import caller_hears, caller_hears_no, humming

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

KEY_LINE = "55500199"
ONE, TWO, HEAD, CALLER = 440.0, 700.0, 1570.0, 1130.0
"""Hz: how each of them sounds."""
ALL = (ONE, TWO, HEAD, CALLER)


async def asks_about_the_key_line(line: TestCaller) -> None:
    """What is keyed here is in the pop."""
    await line.dial("112")
    await line.hears("V1")
    await line.press(f"{KEY_LINE}#")
    await line.hears("V2_confirm")
    await line.press("1")
    await line.hears("V5_contact")
    await line.press("0#")


async def test_a_key_account_is_served_by_two_agents_and_heard_by_the_supervisor(
    served: Served, crowd: Crowd
) -> None:
    """Pop on ringing, both hear each other, hold, transfer, listening in, wrap-up."""
    one, two = await crowd.come("one", pitch=ONE), await crowd.come("two", pitch=TWO)
    head = await crowd.come("head", pitch=HEAD)
    await one.works()
    async with served.house.caller(from_number="55510001") as line:
        await asks_about_the_key_line(line)
        await one.is_in("ringing")
        await expect(one.at("pop-owner")).to_contain_text("Example Ltd")
        await expect(one.at("pop-line")).to_have_text("5550 0199")
        await two.works()
        await one.at("answer").click()
        await one.is_in("talking")
        async with humming(line, CALLER):
            await hears(one.page, CALLER, among=ALL)
            await caller_hears(line, ONE)
            await one.at("hold").click()
            await one.is_in("on_hold")
            await hears_nothing(one.page, ALL)
            await caller_hears_no(line, ONE)
            await one.at("resume").click()
            await one.is_in("talking")
            await hears(one.page, CALLER, among=ALL)
            await one.at("open-transfer").click()
            await one.at("to-agent").click()
            await one.at("transfer-agent").click()
            await one.page.get_by_role("option", name=COLLEAGUE).click()
            await one.at("transfer-reason").locator("visible=true").fill("知道该线路")
            await one.at("transfer-blind").click()
            await two.is_in("ringing")
            await expect(two.at("pop-passed")).to_contain_text("知道该线路")
            await two.at("answer").click()
            await one.is_in("wrap_up")
            await hears(two.page, CALLER, among=ALL)
            await caller_hears(line, TWO)
            await caller_hears_no(line, ONE)
        await two.at("hang-up").click()
        await two.is_in("wrap_up")
        await line.ended()
    await head.signs_in("/")
