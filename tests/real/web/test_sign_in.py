"""Signing in and out at the desktop in a real browser: who comes in, and that nobody stays who has gone (S13)."""

import re

import pytest
from playwright.async_api import expect

from tests.real.served import Served
from tests.real.staff import PASSWORD
from tests.real.web.crowd import Crowd

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

OLD_LINE_CLOSED = """() => {
  const telephones = linesOfTheTest.filter((line) => line.protocol === 'sip')
  return telephones.length === 2 && telephones[0].readyState > WebSocket.OPEN
}"""

RECORDINGS, EXCHANGES = re.compile(r"/assets/RecordingsPage"), re.compile(r"/assets/ExchangesSection")


async def test_a_wrong_password_is_said_and_the_right_one_lets_in(served: Served, crowd: Crowd) -> None:
    """H16: in words, and the page that was wanted is the one that opens."""
    head = await crowd.come("head")
    await head.opens("/me")
    await head.at("login").fill("head")
    await head.at("password").fill("not the password")
    await head.at("sign-in").click()
    await expect(head.at("sign-in-trouble")).to_have_text("登录名或密码不正确。")
    await head.signs_in("/me")
    await expect(head.page).to_have_url(f"{head.origin}/me")
    await expect(head.at("live-on")).to_be_visible()


async def test_a_session_that_was_ended_elsewhere_leaves_the_desktop(served: Served, crowd: Crowd) -> None:
    """S13: signed out in one browser, the other one shows nothing of the floor any more."""
    here, there = await crowd.come("head"), await crowd.come("head", language="en-US")
    await here.signs_in("/me")
    await there.signs_in("/me")
    ended = await there.context.request.delete(
        f"{there.origin}/api/session", params={"everywhere": "true"}, headers={"Origin": there.origin}
    )
    assert ended.ok, await ended.text()
    for one in (here, there):
        await expect(one.at("sign-in")).to_be_visible()
        await expect(one.at("person")).to_have_count(0)


async def test_a_desktop_too_many_waits_until_it_is_wanted(served: Served, crowd: Crowd) -> None:
    """Four are served; the fifth takes the oldest one's place, for good, until its person wants it back."""
    head = await crowd.come("head")
    await head.signs_in("/me")
    await expect(head.at("live-on")).to_be_visible()
    others = [await head.second_tab("/me") for _ in range(4)]
    await expect(head.at("live-off")).to_contain_text("您打开的页面过多")
    for other in others:
        await expect(other.get_by_test_id("live-on")).to_be_visible()
    await head.at("come-back").click()
    await expect(head.at("live-on")).to_be_visible()
    await expect(others[0].get_by_test_id("come-back")).to_be_visible()


async def test_what_a_person_may_not_see_is_not_offered(served: Served, crowd: Crowd) -> None:
    """H16: an agent has no way to the administration, by neither the navigation nor the address."""
    one = await crowd.come("one")
    await one.signs_in("/admin/users")
    await expect(one.page).not_to_have_url(f"{one.origin}/admin/users")
    await expect(one.at("nav-desk")).to_be_visible()
    await expect(one.at("admin-section")).to_have_count(0)
    await expect(one.at("nav-admin")).to_have_count(0)


async def test_a_part_that_could_not_be_had_is_had_later(served: Served, crowd: Crowd) -> None:
    """The same for a room of the administration: without a network, and with a file that did not come."""
    head = await crowd.come("head")
    await head.signs_in("/admin/queues")
    await expect(head.at("queue-junior")).to_be_visible()
    await head.loses_network()
    await head.at("admin-works").click()
    await expect(head.at("load-problem")).to_contain_text("联系不上服务")
    await head.has_network()
    await head.at("load-again").click()
    await expect(head.at("works")).to_be_attached()
    await head.context.route(EXCHANGES, lambda route: route.abort())
    await head.at("admin-exchanges").click()
    await expect(head.at("load-problem")).to_contain_text("重新加载页面")
    await head.context.unroute(EXCHANGES)
    await head.at("load-again").click()
    await expect(head.at("exchanges")).to_be_visible()


async def test_a_telephone_of_the_last_visit_says_nothing_about_this_one(
    served: Served, crowd: Crowd
) -> None:
    """Out and in again on one page: the old telephone's line closes after the new one is registered."""
    one = await crowd.come("one")
    await one.signs_in("/desk")
    await one.has_telephone()
    await one.at("person").click()
    await one.at("sign-out").click()
    await one.at("login").fill("one")
    await one.at("password").fill(PASSWORD)
    await one.at("sign-in").click()
    await one.has_telephone()
    await one.page.wait_for_function(OLD_LINE_CLOSED)
    await one.has_telephone()


async def test_a_page_that_could_not_be_had_is_had_later(served: Served, crowd: Crowd) -> None:
    """Without a network, and with a file that did not come: one stays, is told, and another try opens the page."""
    head = await crowd.come("head")
    await head.signs_in("/me")
    await expect(head.at("live-on")).to_be_visible()
    await head.loses_network()
    await head.at("nav-reports").click()
    await expect(head.at("not-opened")).to_contain_text("联系不上服务")
    await head.at("open-again").click()
    await expect(head.at("open-again")).to_be_enabled()
    await expect(head.page).to_have_url(f"{head.origin}/me")
    await head.has_network()
    await head.at("open-again").click()
    await expect(head.page.get_by_role("heading", name="障碍申告", exact=True)).to_be_visible()
    await expect(head.at("not-opened")).to_have_count(0)
    await head.context.route(RECORDINGS, lambda route: route.abort())
    await head.at("nav-recordings").click()
    await expect(head.at("not-opened")).to_contain_text("重新加载页面")
    await expect(head.page.get_by_role("heading", name="障碍申告", exact=True)).to_be_visible()
    await head.context.unroute(RECORDINGS)
    await head.at("open-again").click()
    await expect(head.page.get_by_role("heading", name="录音", exact=True)).to_be_visible()
    await expect(head.at("not-opened")).to_have_count(0)


FIRST_PAGES = [
    ("one", "/desk", "agent-state"),
    ("head", "/floor", "floor-board"),
    ("head", "/recordings", "search-form"),
    ("head", "/calls", "calls-search"),
]


@pytest.mark.parametrize(("login", "path", "there"), FIRST_PAGES, ids=[path for _, path, _ in FIRST_PAGES])
async def test_the_first_page_is_light(
    served: Served, crowd: Crowd, login: str, path: str, there: str
) -> None:
    """With nothing in the cache: under 300 kB over the wire, the telephone among it, in few requests."""
    known, fresh = await crowd.come(login), await crowd.come(login)
    await known.signs_in("/me")
    await fresh.context.add_cookies(await known.context.cookies())  # type: ignore[arg-type]
    wire = await fresh.context.new_cdp_session(fresh.page)
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    await wire.send("Network.enable")
    await fresh.opens(path)
    await expect(fresh.at(there)).to_be_visible()
    await fresh.page.wait_for_load_state("networkidle")
    assert 100_000 < sum(sizes) < 300_000
    assert len(sizes) <= 36
