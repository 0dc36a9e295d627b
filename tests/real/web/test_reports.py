"""Fault reports in the browser: found, read, tested, settled, and a message spoken for the next caller (F1.5, F1.6)."""

import re
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect
from prometheus_client import CollectorRegistry

from cti.http.app import create_app
from cti.http.desktop_files import desktop_router
from cti.http.server import serve_http
from faultline.desktop_place import desktop_folder
from faultline.settings import Settings
from tests.real.api.report_house import House, opened_house
from tests.real.asterisk.tones import strength
from tests.real.desk.rows import LINE, SECOND_LINE, confirmed_report, stored, visit
from tests.real.web.crowd import Crowd
from tests.real.web.person import Person

pytestmark = pytest.mark.real

MARKUP = "<img src=x onerror=alert(1)> crackles"
PITCH, OTHER = 600.0, 950.0


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A desk with its API."""
    async with opened_house(f"sqlite+aiosqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as house:
        yield house


@pytest_asyncio.fixture
async def technician(house: House, tmp_path: Path) -> AsyncIterator[Person]:
    """Signed in at the built desktop, with a microphone that beeps."""

    async def ready() -> None:
        return None

    app = create_app(
        database_ready=ready,
        asterisk_ready=ready,
        registry=CollectorRegistry(),
        version="0.0.1",
        api=house.site.api,
        desktop=desktop_router(desktop_folder(Settings()), lambda _: ()),
    )
    field = await house.site.signed_in(await house.site.user("field", login="field.one"))
    async with serve_http(app, "127.0.0.1", 0) as port, async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        crowd = Crowd(playwright, tmp_path, f"http://127.0.0.1:{port}")
        person = await crowd.come("field.one", pitch=PITCH)
        secret = field.cookies["faultline_session"]
        await person.context.add_cookies(
            [{"name": "faultline_session", "value": secret, "url": person.origin}]
        )
        yield person
        complaints = await crowd.leave()
        await crowd.close()
        assert not complaints, "\n".join(complaints)


async def test_a_report_from_the_list_to_its_end(house: House, technician: Person) -> None:
    number = await house.new(note=MARKUP, symptom_class="2")
    other = await house.new(SECOND_LINE)
    await technician.opens("/reports")
    rows = technician.at("report-row")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text(other)
    await technician.at("sort-number").click()
    await technician.at("sort-number").click()
    await expect(rows.first).to_contain_text(number)
    await technician.page.reload()
    await expect(rows.first).to_contain_text(number)
    await technician.page.get_by_role("link", name=number).click()
    await expect(technician.at("timeline")).to_contain_text(MARKUP)
    await technician.at("run-line-test").click()
    await expect(technician.at("verdict").first).to_be_visible()
    await _leaves_a_message(technician)
    await technician.at("mark-mended").click()
    await technician.page.locator(".el-message-box .el-button--primary").click()
    await expect(technician.page.locator("[data-kind=mended]")).to_be_visible()
    kinds = [one["kind"] for one in (await house.whole(number))["timeline"]]
    assert kinds == ["taken", "line_test", "answer_kept", "mended"]
    assert (await visit(house.desk, "c-next").look_up(LINE)).mended


async def test_a_visit_shows_the_time_in_each_of_its_steps(house: House, technician: Person) -> None:
    """F1: folded under the visit until somebody asks."""
    number = await confirmed_report(house.desk)
    await stored(house.desk)
    await technician.opens(f"/reports/{number}")
    steps = technician.page.locator("[data-kind=visit]").get_by_test_id("steps")
    await expect(steps.locator("li")).to_be_hidden()
    await steps.locator("summary").press("Enter")
    await expect(steps.locator("li")).to_have_text(re.compile(r"V1\s+1.0 秒"))


async def test_the_next_caller_hears_what_was_said(house: House, technician: Person) -> None:
    """F1.6: the beep of the microphone is what lies ready for Asterisk."""
    number = await house.new()
    await technician.opens(f"/reports/{number}")
    await _leaves_a_message(technician)
    report = (await visit(house.desk, "c-next").look_up(LINE)).open_report
    assert report is not None
    assert report.message_for_caller is not None
    with wave.open(str(report.message_for_caller), "rb") as file:
        assert file.getparams()[:3] == (1, 2, 8000)
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert strength(heard, PITCH) > 10 * strength(heard, OTHER)


async def _leaves_a_message(technician: Person) -> None:
    await technician.at("record-message").click()
    await expect(technician.at("stop-message")).to_be_visible()
    await expect(technician.at("message-recorder")).to_contain_text("0:02")
    await technician.at("stop-message").click()
    await technician.at("keep-message").click()
    await expect(technician.at("sound-message-for-caller").first).to_be_visible()
