"""`python -m tools.screenshots [name …]`: take the pictures of docs/screens anew, or only those named."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from faultline.settings import Settings
from faultline.toolbox.chromium import find_chromium, flags
from faultline.toolbox.folders import project
from faultline.toolbox.progress import say
from tests.real.house import House
from tests.real.served import Served
from tests.real.staff import PASSWORD
from tools.screenshots.camera import shoot
from tools.screenshots.day import Day
from tools.screenshots.shots import BUSY, IDLE, IN_CALL, LANGUAGES, QUIET, SIZES, Shot, file_name, index
from tools.screenshots.site import bring_in

FOLDER = project() / "docs" / "screens"
KNOBS = "[globals](+)\nWRAPUP_SECONDS = 600\nRING_SECONDS = 120\nOVERFLOW_SECONDS = 300\n"
INSTALLED = """([here, there]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(here, there)
}"""
"""Shows the temporary data folder as an installed one: a picture tells nothing of the machine that took it."""


class Studio:
    """Takes pictures of one running service."""

    def __init__(self, browser: Browser, served: Served, wanted: set[str]) -> None:
        self._browser, self._wanted = browser, wanted
        self._folder = str(served.house.settings.folder)
        self.origin = f"http://127.0.0.1:{served.house.settings.http_port}"

    def wants(self, shots: tuple[Shot, ...]) -> bool:
        """Whether any of these was asked for; nothing named: all."""
        return not self._wanted or any(shot.name in self._wanted for shot in shots)

    async def take(self, shots: tuple[Shot, ...]) -> None:
        """These pages in every language and size."""
        for shot in shots:
            if self.wants((shot,)):
                for language in LANGUAGES:
                    await self._take(shot, language)

    async def _take(self, shot: Shot, language: str) -> None:
        context = await self._context(shot.login, language)
        page = await context.new_page()
        try:
            await page.goto(f"{self.origin}{shot.path}")
            if shot.click:
                await page.locator(shot.click).first.click()
            await page.locator(shot.ready).first.wait_for()
            if await page.locator("#shell-status").count():
                await page.get_by_test_id("live-on").wait_for()
            await expect(page.locator("[aria-busy=true], .el-loading-mask")).to_have_count(0)
            for size, (width, height) in SIZES.items():
                await page.set_viewport_size({"width": width, "height": height})
                await page.evaluate(INSTALLED, [self._folder, "/var/lib/faultline"])
                _keep(file_name(shot, language, size), await shoot(page))
        finally:
            await context.close()

    async def answers(self, login: str, day: Day) -> None:
        """An agent at the browser takes a key account's call; closing the page keeps the caller (R15)."""
        context = await self._context(login, "zh")
        page = await context.new_page()
        await page.goto(f"{self.origin}/desk")
        await page.locator(IDLE).wait_for()
        for button in ("sign-in-work", "ready"):
            await page.get_by_test_id(button).click()
        await page.locator("[data-test=agent-state][data-state=ready]").wait_for()
        await day.reports_a_key_line(await day.caller("55510040"))
        await page.get_by_test_id("answer").click()
        await page.locator(IN_CALL).wait_for()
        await context.close()

    async def _context(self, login: str, language: str) -> BrowserContext:
        context = await self._browser.new_context(
            viewport={"width": 1366, "height": 768},
            timezone_id="Asia/Shanghai",
            locale={"zh": "zh-CN", "en": "en-GB"}[language],
            permissions=["microphone"],
        )
        context.set_default_timeout(20_000)
        await context.add_init_script(f"localStorage.setItem('faultline.language', '{language}')")
        if login:
            answer = await context.request.post(
                f"{self.origin}/api/session",
                data={"login": login, "password": PASSWORD},
                headers={"Origin": self.origin},
            )
            if not answer.ok:
                raise RuntimeError(f"{login} cannot sign in: {await answer.text()}")
        return context


def _keep(name: str, picture: bytes) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_bytes(picture)
    say(f"screens: {name} {len(picture) // 1000} kB")


async def take(wanted: set[str]) -> None:
    """A service of its own, its morning, and the pictures."""
    with tempfile.TemporaryDirectory(prefix="faultline-screens-") as name:
        house = await asyncio.to_thread(House.open, Path(name) / "data", Settings().folder)
        served = Served(house)
        try:
            with house.site("extensions.conf", KNOBS):
                await bring_in(house)
                await served.start()
                await _pictures(served, wanted)
        finally:
            await served.stop()
            await asyncio.to_thread(house.close)


async def _pictures(served: Served, wanted: set[str]) -> None:
    day = Day(served)
    async with async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        browser = await playwright.chromium.launch(executable_path=str(find_chromium()), args=flags())
        studio = Studio(browser, served, wanted)
        try:
            await studio.take(QUIET)
            if studio.wants(BUSY):
                await asyncio.gather(day.reports(), day.conversations())
                await studio.answers("wang", day)
                await day.under_way()
                await studio.take(BUSY)
        finally:
            await day.over()
            await browser.close()


def main() -> None:
    """Take them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*")
    asyncio.run(take(set(options.parse_args().names)))
    (FOLDER / "README.md").write_text(index(QUIET + BUSY), encoding="utf-8")


if __name__ == "__main__":
    main()
