"""An agent at the desktop, ready for calls, in a house of their own."""

import contextlib
from collections.abc import AsyncIterator

from playwright.async_api import Page

from bench.calls.house import opened as opened_house
from bench.web.browser import SEEN, Bench, opened, seen_at
from tests.real.served import Served
from tests.real.staff import PASSWORD, hire

AGENT = "8001"


@contextlib.asynccontextmanager
async def staffed() -> AsyncIterator[tuple[Served, Page]]:
    """The running service, and the page of an agent who is ready."""
    async with opened_house() as served:
        await hire(
            served.house, "one", "junior_agent", extension=AGENT, browser_phone=True, skills={"junior": 1}
        )
        async with opened(served) as bench:
            yield served, await _at_the_desk(bench)


async def _at_the_desk(bench: Bench) -> Page:
    context = await bench.browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", permissions=["microphone"]
    )
    await context.add_init_script(SEEN % '["pop-caller", "live-on"]')
    headers = {"Origin": bench.origin}
    who = {"login": "one", "password": PASSWORD}
    await context.request.post(f"{bench.origin}/api/session", data=who, headers=headers)
    page = await context.new_page()
    await page.goto(f"{bench.origin}/desk")
    await seen_at(page, "live-on")
    await page.locator('[data-test="phone-link"][data-state="registered"]').wait_for()
    for state in ("signed_in", "ready"):
        answer = await context.request.put(
            f"{bench.origin}/api/agents/me/state", data={"state": state}, headers=headers
        )
        assert answer.ok, await answer.text()
    return page
