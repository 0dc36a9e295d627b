"""One caller from the ring tone to the recording, by people at real browsers (F2, F2.8, H15, K12).

The agents have no mouse from the ring tone to the end of their conversations.
"""

import asyncio
import re

import pytest
from playwright.async_api import expect

from testcalls.caller import TestCaller
from tests.real.served import Served
from tests.real.web.by_keys import has_focus, press, tabs_to
from tests.real.web.conftest import COLLEAGUE
from tests.real.web.crowd import Crowd
from tests.real.web.ears import hears, hears_nothing
from tests.real.web.person import Person
from tests.real.web.telephone_side import caller_hears, caller_hears_no, humming
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

KEY_LINE = "55500199"
MARKUP = "<img src=x onerror=alert(1)>"
"""Typed by one, read as it stands by the other (S12)."""
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
    """Pop on ringing, talk, report, hold, transfer, listening in, wrap-up, recording: everything by hand in pages."""
    one, two = await crowd.come("one", pitch=ONE), await crowd.come("two", pitch=TWO)
    head = await crowd.come("head", pitch=HEAD)
    await one.works()
    async with served.house.caller(from_number="55510001") as line:
        await asks_about_the_key_line(line)
        await one.is_in("ringing")
        await expect(one.at("pop-owner")).to_contain_text("Example Ltd")
        await expect(one.at("pop-line")).to_have_text("5550 0199")
        await asyncio.gather(two.works(), _looks_at_the_floor(head))
        await press(one, "F2")
        await one.is_in("talking")
        async with humming(line, CALLER):
            await hears(one.page, CALLER, among=ALL)
            await _presses_a_key(one, line)
            await caller_hears(line, ONE)
            number = await _takes_a_report(one)
            await _holds(one, line)
            await _passes_on(one, two)
            await asyncio.gather(hears(two.page, CALLER, among=ALL), caller_hears(line, TWO))
            await _wraps_up(one)
            await _listens(head, two, line)
        await _opens_the_menu(head)
        await _hangs_up_elsewhere(two, line)
    await expect(head.at("listen-bar")).to_have_attribute("data-state", "ended")
    await _puts_to_work(head, two)
    await _replays(head)
    assert [row["number"] for row in served.of_call("fault_reports", "55510001") if row["confirmed"]] == [
        number
    ]


async def _looks_at_the_floor(head: Person) -> None:
    await head.signs_in("/desk")
    await head.has_telephone()
    await head.at("nav-floor").click()
    await expect(head.at("floor-board")).to_be_visible()


async def _presses_a_key(one: Person, line: TestCaller) -> None:
    """The open keypad has the digits, which choose a tab otherwise; K shuts it again."""
    await press(one, "k", "2")

    async def arrived() -> bool:
        return line.media.keys_heard == ["2"]

    await until(arrived)
    await press(one, "k")
    await expect(one.at("keypad")).to_have_count(0)
    await expect(one.at("report-panel")).to_be_visible()


async def _takes_a_report(one: Person) -> str:
    """F2.7: the number that the caller is told. Escape leaves the note, so that digits choose tabs again."""
    note = one.at("new-report").get_by_test_id("note")
    await press(one, "1")
    await has_focus(note)
    await one.page.keyboard.type(MARKUP)
    await press(one, "Escape", "2")
    await expect(one.at("customer-name")).to_be_visible()
    await has_focus(one.at("customer-name"))
    await press(one, "Escape", "1")
    await expect(note).to_have_value(MARKUP)
    await tabs_to(one, one.at("new-report").get_by_test_id("save-report"))
    await press(one, "Enter")
    told = await one.at("report-number").get_attribute("data-number")
    assert told
    return told


async def _holds(one: Person, line: TestCaller) -> None:
    await press(one, "F8")
    await one.is_in("on_hold")
    await asyncio.gather(hears_nothing(one.page, ALL), caller_hears_no(line, ONE))
    await press(one, "F8")
    await one.is_in("talking")
    await hears(one.page, CALLER, among=ALL)


async def _passes_on(one: Person, two: Person) -> None:
    """F2.8: to a named agent, who sees by whom and why."""
    await press(one, "t")
    await has_focus(one.at("to-queue"))
    await press(one, "ArrowRight")
    agents = one.at("transfer-agent").locator("visible=true")
    await tabs_to(one, agents)
    await press(one, "ArrowDown")
    colleague = one.page.get_by_role("option", name=COLLEAGUE)
    await expect(colleague).to_be_visible()
    await press(one, "ArrowDown")
    await expect(colleague).to_have_class(re.compile("is-hovering"))
    await press(one, "Enter")
    await expect(agents).to_contain_text(COLLEAGUE)
    await tabs_to(one, one.at("transfer-reason").locator("visible=true"))
    await one.page.keyboard.type(MARKUP)
    await tabs_to(one, one.at("transfer-blind"))
    await press(one, "Enter")
    await two.is_in("ringing")
    await expect(two.at("pop-passed")).to_contain_text(MARKUP)
    await press(two, "F2")
    await two.is_in("talking")


async def _hangs_up_elsewhere(two: Person, line: TestCaller) -> None:
    """The telephone's keys work on every page."""
    await two.at("nav-reports").press("Enter")
    await expect(two.at("dock-hang-up")).to_be_visible()
    await press(two, "F9")
    await expect(two.at("dock-muted")).to_be_visible()
    await press(two, "F4")
    await line.ended()
    await two.at("nav-desk").press("Enter")
    await two.is_in("wrap_up")


async def _wraps_up(person: Person) -> None:
    await person.is_in("wrap_up")
    await person.at("wrap-up").get_by_role("option").first.click()
    await person.at("wrap-up-note").locator("visible=true").fill("按流程处理")
    await person.at("wrap-up-save").click()
    await person.is_in("ready")


async def _listens(head: Person, two: Person, line: TestCaller) -> None:
    """H15: heard by nobody, then (key 2) by the agent alone, then (key 3) by both, and by nobody again."""
    await head.at("call-55510001").get_by_test_id("listen").click()
    await head.at("listen-confirm").click()
    bar = head.at("listen-bar")
    await expect(bar).to_have_attribute("data-state", "on")
    await hears(head.page, CALLER)
    await hears(head.page, TWO)
    await press(head, "2")
    await expect(bar).to_have_attribute("data-mode", "whisper")
    await hears(two.page, HEAD)
    await caller_hears_no(line, HEAD)
    await press(head, "3")
    await expect(bar).to_have_attribute("data-mode", "barge")
    await asyncio.gather(caller_hears(line, HEAD), hears(two.page, HEAD))
    await press(head, "1")
    await expect(bar).to_have_attribute("data-mode", "listen")
    await asyncio.gather(caller_hears_no(line, HEAD), hears(two.page, CALLER, among=ALL))


async def _opens_the_menu(head: Person) -> None:
    """In the talk: who talks can't be made ready yet."""
    await head.at(f"act-{COLLEAGUE}").click()
    await expect(head.page.locator('[data-test="act-pause"]:visible')).to_be_visible()
    await expect(head.page.locator('[data-test="act-ready"]')).to_have_count(0)


async def _puts_to_work(head: Person, two: Person) -> None:
    """H15: ready by the supervisor's word, in the midst of the wrap-up; the open menu has followed the board."""
    await head.page.locator('[data-test="act-ready"]:visible').click()
    await two.is_in("ready")


async def _replays(head: Person) -> None:
    """K12: found in the list once it is archived, and played where it stands."""
    await head.at("nav-recordings").click()
    row = head.at("recordings").locator("tbody tr").filter(has_text="5551 0001").first

    async def archived() -> bool:
        if not await row.count():
            await head.at("search").click()
        return await row.count() > 0

    await until(archived, seconds=40)
    await row.get_by_role("button").first.click()
    await expect(head.page.locator("[data-test^=inline-]")).to_have_attribute("data-state", "playing")
