"""The floor board and its wall in a supervisor's browser: steering, and honest about old figures (H15)."""

import pytest
from playwright.async_api import Page, expect

from testcalls.caller import TestCaller
from tests.real.served import Served
from tests.real.web.conftest import AGENT
from tests.real.web.crowd import Crowd
from tests.real.web.person import Person

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

EARLY, LATE, CALLED_BACK = "55510061", "55510062", "55500063"


async def waits(line: TestCaller) -> None:
    """Key 0 for a person; nobody takes calls."""
    await line.dial("112")
    await line.hears("V1")
    await line.press("0#")


async def chooses(head: Person, menu: str, entry: str) -> None:
    """An entry of an opened menu."""
    await head.at(menu).click()
    await head.page.locator(f'[data-test="{entry}"]:visible').click()


async def test_a_supervisor_steers_agents_and_callers_and_the_wall_follows(
    served: Served, crowd: Crowd
) -> None:
    head, agent = await crowd.come("head"), await crowd.come("one")
    house = served.house
    await agent.signs_in("/desk")
    await agent.has_telephone()
    await agent.at("sign-in-work").click()
    await agent.is_in("paused")
    async with (
        house.caller(from_number=EARLY) as early,
        house.caller(from_number=LATE) as late,
    ):
        await waits(early)
        await waits(late)
        await head.signs_in("/floor")
        await _steers_callers(head)
        await _steers_an_agent(head)
        await _shows_who_is_to_be_called_back(served, head)
        wall = await head.second_tab("/floor/wall")
        await expect(wall.get_by_test_id("wall-waiting")).to_contain_text("2")
        await expect(wall.get_by_test_id("hour-chart")).to_be_visible()
        agent.forgives("503")
        head.forgives("503")
        await _says_when_it_is_old(served, head, wall)


async def _steers_callers(head: Person) -> None:
    callers = head.page.locator('[data-test^="waiting-"]')
    await expect(callers).to_have_count(2)
    await expect(callers.first).to_have_attribute("data-test", f"waiting-{EARLY}")
    await head.at(f"waiting-{LATE}").get_by_test_id("put-first").click()
    await expect(callers.first).to_have_attribute("data-test", f"waiting-{LATE}")
    await expect(head.at(f"waiting-{LATE}").get_by_test_id("in-front")).to_be_visible()
    await head.at(f"waiting-{EARLY}").get_by_test_id("move").click()
    await head.page.locator('[data-test="move-senior"]:visible').click()
    await expect(head.at("queue-senior").locator("b").first).to_have_text("1")


async def _steers_an_agent(head: Person) -> None:
    row = head.at(f"agent-{AGENT}")
    await chooses(head, f"act-{AGENT}", "act-pause")
    await head.at("pause-confirm").click()
    await expect(head.at("pause-form")).to_have_count(0)
    await expect(row).to_contain_text("小休")
    await chooses(head, f"act-{AGENT}", "act-sign-out")
    await head.page.get_by_role("button", name="签出", exact=True).click()
    await expect(row).to_have_count(0)
    await expect(head.at("no-agents")).to_be_visible()


async def _shows_who_is_to_be_called_back(served: Served, head: Person) -> None:
    """Nobody is signed in any more: key 2, the caller's own number, confirmed."""
    async with served.house.caller(from_number=CALLED_BACK) as line:
        await waits(line)
        await line.hears("nobody_there")
        await line.press("2")
        await line.hears("callback_number")
        await line.press("#")
        await line.hears("V2_confirm")
        await line.press("1")
        await line.hears("callback_kept")
    await expect(head.at("callbacks")).to_contain_text("1")
    await head.at("callbacks").click()
    row = head.page.get_by_test_id(f"callback-{CALLED_BACK}")
    await expect(row).to_be_visible()
    await expect(row).to_contain_text("排队中")
    await head.at("callbacks").click()


async def _says_when_it_is_old(served: Served, head: Person, wall: Page) -> None:
    """The service is gone: figures that are no longer true are marked as old."""
    await served.kill()
    await expect(wall.get_by_test_id("wall-stale")).to_be_visible()
    await expect(head.at("live-off")).to_be_visible()
