"""H4, K12 in the browser: find, hear by ranges, skip silence, note, hold, export; the audit's list. Chromium, no mocks."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, Request, async_playwright, expect

from recordings.capture import RATE, Samples
from recordings.conversation import AnsweredLeg
from recordings.verification import Verification
from tests.real.web.crowd import Crowd
from tests.real.web.hand_moved import Hand
from tests.real.web.person import Person
from tests.real.web.shelf import Shelf, opened_shelf
from tests.recorded import both, hush, talk, tone

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

MARKUP = "<img src=x onerror=alert(1)> 没有道别"
LONG_SECONDS = 1200
COLOURS = """(canvas) => {
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  const tally = (from, to) => {
    let caller = 0, agent = 0
    for (let at = from * width * 4; at < to * width * 4; at += 4) {
      const [red, , blue] = [data[at], data[at + 1], data[at + 2]]
      if (blue - red > 60) caller++
      if (red - blue > 60) agent++
    }
    return { caller, agent }
  }
  return [tally(0, height * 0.4), tally(height * 0.5, height * 0.85)].map((one) => [one.caller, one.agent])
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shelf(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shelf]:
    """A service with four conversations: one of talk and silence, a long one, a short one, a damaged one."""
    async with opened_shelf(tmp_path_factory.mktemp("shelf")) as shelf:
        await shelf.site.user("junior_agent", login="lin", extension="8001", team="day")
        caller, agent = np.concatenate((tone(5), hush(25))), np.concatenate((hush(20), tone(10)))
        await shelf.file(both(caller, agent), caller="55500101", line_number="55500101", report="2611220001")
        await shelf.file(
            _noise(LONG_SECONDS), caller="55500102", legs=(AnsweredLeg("8002", 0.0, LONG_SECONDS),)
        )
        await shelf.file(talk(3), 9.0, caller="55500103")
        damaged = await shelf.file(talk(4), caller="55500104")
        await _damage(shelf, damaged.file)
        yield shelf


def _noise(seconds: int) -> Samples:
    """What compresses badly: as many megabytes as a long talk in a noisy hall."""
    return np.random.default_rng(1).integers(-9000, 9000, (seconds * RATE, 2), np.int16)


async def _damage(shelf: Shelf, file: str) -> None:
    path = _object_of(shelf, file)
    path.write_bytes(path.read_bytes()[:-1])
    tomorrow = datetime.now(UTC) + timedelta(days=1, minutes=1)
    walk = Verification(shelf.site.database, shelf.floor.recordings.vault.store, wall=lambda: tomorrow)
    while await walk.step():
        pass


def _object_of(shelf: Shelf, file: str) -> Path:
    (found,) = (shelf.settings.folder / "recordings" / "archive").rglob(f"{file.removesuffix('.raw')}*")
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crowd_of_the_file(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Crowd]:
    """One Chromium; `crowd` (conftest.py) sees to it that no page logs an error or breaks its policy."""
    expect.set_options(timeout=15_000)
    async with async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        crowd = Crowd(playwright, tmp_path_factory.mktemp("voices"), shelf.origin)
        yield crowd
        await crowd.close()


async def _comes(crowd: Crowd, shelf: Shelf, path: str, *roles: str, **fields: str) -> Person:
    person = await crowd.come(roles[0])
    await shelf.lets_in(person.context, await shelf.site.user(*roles, **fields))
    await person.opens(path)
    return person


async def _press_at(canvas: Locator, share: float) -> None:
    box = await canvas.bounding_box()
    assert box is not None
    await canvas.click(position={"x": box["width"] * share, "y": 40})


def _clock(text: str) -> re.Pattern[str]:
    return re.compile(rf"^{text} /")


async def _playing(page: Page, name: str = "player") -> None:
    await expect(page.get_by_test_id(name)).to_have_attribute("data-state", "playing")


async def test_finding_and_hearing_in_the_list(crowd: Crowd, shelf: Shelf) -> None:
    """The address holds the search; a recording plays where it stands; what one may not do is not offered."""
    inspector = await _comes(crowd, shelf, "/recordings", "inspector")
    rows = inspector.at("recordings").locator("tbody tr[data-test]")
    await expect(rows).to_have_count(4)
    await inspector.at("filter-caller").fill("5550 0101")
    await inspector.at("search").click()
    await expect(rows).to_have_count(1)
    await expect(inspector.page).to_have_url(re.compile(r"\?caller=5550\+0101$"))
    await inspector.page.reload()
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("Sample Person 8001")
    await inspector.at("listen-1").click()
    await _playing(inspector.page, "inline-1")
    await expect(inspector.at("inline-1").get_by_test_id("at")).not_to_have_text(_clock("0:00"))
    await inspector.at("clear").click()
    await _finds_by_day(inspector)
    await inspector.at("sort-seconds").click()
    await expect(rows.first).to_contain_text("20:00")
    await expect(inspector.at("nav-recordings-audit")).to_have_count(0)


async def _finds_by_day(inspector: Person) -> None:
    """Typed into the plain field, and chosen from the calendar that comes in its place."""
    rows = inspector.at("recordings").locator("tbody tr[data-test]")
    await inspector.at("filter-from").locator("input").fill("2099-01-31")
    await expect(inspector.page).to_have_url(re.compile(r"\?from=2099-01-31$"))
    await expect(rows).to_have_count(0)
    await expect(inspector.page.locator(".el-picker-panel:visible")).to_be_visible()
    await inspector.page.keyboard.press("Escape")
    await inspector.at("clear").click()
    await expect(rows).to_have_count(4)
    await inspector.at("filter-to").locator("input").click()
    await inspector.page.locator(".el-picker-panel:visible td.today").click()
    await expect(inspector.page).to_have_url(re.compile(r"\?to=\d{4}-\d\d-\d\d$"))
    await inspector.at("clear").click()
    await expect(rows).to_have_count(4)


async def test_hearing_one_beside_the_call(crowd: Crowd, shelf: Shelf) -> None:
    """F2.2: of the line of the pop, by whoever may; it plays in the pop, and the desk stays."""
    manager = await _comes(crowd, shelf, "/desk", "manager_hotline", login="boss", extension="8005")
    hand = Hand(shelf.floor.watch)
    hand.agent("8005")
    await manager.is_in("ready")
    hand.talks("c1", "8005", caller="55500199", line="55500101")
    await manager.is_in("talking")
    await expect(manager.at("pop-recordings").locator("li")).to_have_count(1)
    await manager.at("hear-recording").click()
    await _playing(manager.page, "inline-1")
    await expect(manager.at("inline-1").get_by_test_id("at")).not_to_have_text(_clock("0:00"))
    await manager.at("hear-recording").click()
    await expect(manager.at("inline-1")).to_have_count(0)
    hand.ends("c1")


async def test_hearing_one_recording(crowd: Crowd, shelf: Shelf) -> None:
    """Each speaker in a lane and a colour; silence skipped; keys; notes that are text, and stay until they are sent."""
    inspector = await _comes(crowd, shelf, "/recordings/1", "inspector")
    page, canvas, at = inspector.page, inspector.at("waveform"), inspector.at("at")
    await expect(canvas).to_have_attribute("data-ready", "true")
    (caller_above, agent_above), (caller_below, agent_below) = await canvas.evaluate(COLOURS)
    assert caller_above > 10 * agent_above
    assert agent_below > 10 * caller_below
    await inspector.at("play").click()
    await _playing(page)
    await inspector.at("skip-silence").click()
    await _press_at(canvas, 8 / 30)
    await expect(at).to_have_text(re.compile(r"^0:(19|2\d) /"))
    await page.locator("h1").click()
    await page.keyboard.press("k")
    await expect(inspector.at("player")).to_have_attribute("data-state", "rest")
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowRight")
    await expect(at).to_have_text(_clock("0:05"))
    await page.keyboard.press("m")
    await page.keyboard.type(MARKUP)
    await page.reload()
    note = inspector.at("mark-text")
    await expect(note).to_have_value(MARKUP)
    await expect(inspector.at("mark-at")).to_have_text("0:05")
    await note.press("Enter")
    mark = inspector.at("mark-1")
    await expect(mark).to_contain_text(MARKUP)
    await expect(note).to_have_value("")
    await mark.get_by_role("button").first.click()
    await expect(at).to_have_text(_clock("0:05"))
    await inspector.at("remove-1").click()
    await page.locator(".el-popconfirm:visible").get_by_role("button", name="删除").click()
    await expect(mark).to_have_count(0)
    await expect(inspector.at("history").locator("li").first).to_contain_text(MARKUP)


async def test_a_long_recording_is_fetched_where_it_is_heard(crowd: Crowd, shelf: Shelf) -> None:
    """Nothing before one plays; then by ranges, from the place that one jumps to."""
    inspector = await _comes(crowd, shelf, "/recordings/2", "inspector")
    asked: list[Request] = []
    inspector.page.on("request", lambda one: asked.append(one) if one.url.endswith("/audio") else None)
    await expect(inspector.at("waveform")).to_have_attribute("data-ready", "true")
    assert asked == []
    await inspector.at("play").click()
    await _playing(inspector.page)
    await _press_at(inspector.at("waveform"), 0.75)
    await expect(inspector.at("at")).to_have_text(re.compile(r"^1[45]:\d\d /"))
    await _playing(inspector.page)
    await expect(inspector.at("at")).not_to_have_text(_clock("15:00"))
    starts = [int(_range_of(one)) for one in asked]
    assert starts[0] == 0
    assert max(starts) > 10_000_000


def _range_of(request: Request) -> str:
    found = re.fullmatch(r"bytes=(\d+)-\d*", request.headers["range"])
    assert found is not None, request.headers
    return found[1]


async def test_holding_and_exporting_without_listening(crowd: Crowd, shelf: Shelf) -> None:
    clerk = await _comes(crowd, shelf, "/recordings/1", "records_clerk")
    await expect(clerk.at("waveform")).to_have_count(0)
    async with clerk.page.expect_download() as coming:
        await clerk.at("download").click()
    saved = await (await coming.value).path()
    assert saved.read_bytes().startswith(b"fLaC")
    await clerk.at("hold-reason").fill("争议 12")
    await clerk.at("hold").click()
    await expect(clerk.at("history").locator("li").first).to_contain_text("争议 12")
    await clerk.opens("/recordings?hold=1")
    await expect(clerk.at("recordings").locator("tbody tr")).to_have_count(1)


async def test_the_audits_list(crowd: Crowd, shelf: Shelf) -> None:
    """Settled with a reason; a page of what one may not see is not there."""
    operator = await _comes(crowd, shelf, "/recordings/audit", "operations", login="duty")
    rows = operator.at("findings").locator("tbody tr")
    await expect(rows).to_have_count(2)
    await expect(operator.at("findings")).to_contain_text("文件损坏")
    short = rows.filter(has_text="过短")
    await expect(short).to_contain_text("0:03 / 0:09")
    await short.get_by_role("button").click()
    await operator.at("settle-note").fill("磁盘已满")
    await operator.at("settle").click()
    await expect(rows).to_have_count(1)
    await operator.at("all").click()
    await expect(rows.filter(has_text="磁盘已满")).to_contain_text("duty")
    await operator.opens("/recordings")
    await expect(operator.page.locator("table")).to_have_count(0)


async def test_what_is_not_there(crowd: Crowd, shelf: Shelf) -> None:
    """No such recording, no audio any more, nothing found: each in words, with a way on."""
    inspector = await _comes(crowd, shelf, "/recordings/99", "inspector")
    await expect(inspector.at("load-problem")).to_be_visible()
    gone = await shelf.file(talk(4), caller="55500105")
    _object_of(shelf, gone.file).unlink()
    await inspector.opens("/recordings/5")
    await expect(inspector.at("player").get_by_test_id("load-problem")).to_contain_text("找不到")
    await inspector.at("play").click()
    await expect(inspector.at("play-problem")).to_contain_text("找不到")
    await inspector.opens("/recordings?caller=1")
    await expect(inspector.at("empty")).to_have_text("没有符合条件的录音。")
