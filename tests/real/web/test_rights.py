"""Somebody's rights change while their desktop is open: it follows at once, and says why (S13, H16)."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.real.served import Served
from tests.real.staff import PASSWORD, hire
from tests.real.web.crowd import Crowd
from tests.real.web.person import Person

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]


async def test_an_open_page_follows_its_persons_rights(served: Served, crowd: Crowd) -> None:
    """With other roles, or the account closed, the page is left at once, without anything being asked first."""
    await hire(served.house, "boss", "administrator")
    user = (await hire(served.house, "worker", "shift_supervisor")).id
    boss, worker = await crowd.come("boss"), await crowd.come("worker")
    await boss.signs_in("/admin/users")
    await worker.signs_in("/admin/queues")
    await expect(worker.at("live-on")).to_be_visible()
    await _changes(boss, user, roles=["statistician"])
    await expect(worker.at("why")).to_contain_text("权限有变更")
    await worker.at("login").fill("worker")
    await worker.at("password").fill(PASSWORD)
    await worker.at("sign-in").click()
    await expect(worker.at("lost")).to_contain_text("没有查看此页面的权限")
    await expect(worker.at("nav-admin")).to_have_count(0)
    await expect(worker.at("live-on")).to_be_visible()
    await _changes(boss, user, active=False)
    await expect(worker.at("why")).to_contain_text("账户被停用")


async def test_an_address_that_leads_nowhere_leads_back(served: Served, crowd: Crowd) -> None:
    """Whoever is signed in keeps their pages; anybody else signs in first."""
    one = await crowd.come("one")
    await one.signs_in("/nowhere")
    await expect(one.at("lost")).to_contain_text("没有这个页面")
    await one.opens("/nowhere")
    await expect(one.at("lost")).to_contain_text("没有这个页面")
    await expect(one.at("nav-desk")).to_be_visible()
    await expect(one.at("person")).to_contain_text("Sample one")


async def _changes(boss: Person, user: int, **fields: Any) -> None:
    """The administrator changes a user."""
    answer = await boss.context.request.patch(
        f"{boss.origin}/api/users/{user}", data=fields, headers={"origin": boss.origin}
    )
    assert answer.ok, await answer.text()
