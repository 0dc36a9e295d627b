"""Takes the pictures of one running service, and plays those who sit at a browser in between."""

from uuid import uuid4

from playwright.async_api import Browser, BrowserContext, Page, StorageState, expect

from faultline.toolbox.folders import project
from faultline.toolbox.progress import say
from testcalls.caller import TestCaller
from tests.real.served import Served
from tests.real.staff import PASSWORD
from tests.real.web.ears import KEEP_CONNECTIONS
from tests.real.web.person import CUT
from tests.waiting import until
from tools.screenshots.camera import shoot
from tools.screenshots.day import Day
from tools.screenshots.pages import IDLE, IN_CALL
from tools.screenshots.shots import LANGUAGES, SIZES, Shot, file_name
from tools.screenshots.site import FAULTY_ROWS

FOLDER = project() / "docs" / "screens"
INSTALLED = """([here, there]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(here, there)
}"""
"""Shows the temporary data folder as an installed one: a picture tells nothing of the machine that took it."""


class Studio:
    """`wanted`: names of the pictures; empty: all."""

    def __init__(self, browser: Browser, served: Served, wanted: set[str]) -> None:
        self._browser, self._wanted = browser, wanted
        self._folder = str(served.house.settings.folder)
        self._sessions: dict[str, StorageState] = {}
        self._desk: Page | None = None
        self.origin = f"http://127.0.0.1:{served.house.settings.http_port}"

    def wants(self, shots: tuple[Shot, ...]) -> bool:
        """Whether any of these was asked for."""
        return not self._wanted or any(shot.name in self._wanted for shot in shots)

    async def take(self, shots: tuple[Shot, ...]) -> None:
        """These pages in every language and size."""
        for shot in shots:
            if not self.wants((shot,)):
                continue
            if shot.stays and self._desk is not None:
                await self._take_where_it_is(self._desk, shot)
            else:
                for language in LANGUAGES:
                    await self._take_afresh(shot, language)

    async def _take_afresh(self, shot: Shot, language: str) -> None:
        context = await self._context(shot.login, language)
        page = await context.new_page()
        try:
            await page.goto(f"{self.origin}{shot.path}")
            await self._arrive(page, shot)
            await self._shoot(page, shot, language)
        finally:
            await context.close()

    async def _take_where_it_is(self, page: Page, shot: Shot) -> None:
        for language in LANGUAGES:
            await _speak(page, language)
            await self._arrive(page, shot)
            await self._shoot(page, shot, language)
            for what in shot.leaves:
                await page.locator(what).click()
            await page.context.set_offline(False)
            await page.get_by_test_id("live-on").wait_for()

    async def _shoot(self, page: Page, shot: Shot, language: str) -> None:
        await page.mouse.move(0, 0)
        for size, (width, height) in SIZES.items():
            await page.set_viewport_size({"width": width, "height": height})
            await page.evaluate(INSTALLED, [self._folder, "/var/lib/faultline"])
            _keep(file_name(shot, language, size), await shoot(page))

    async def _arrive(self, page: Page, shot: Shot) -> None:
        if shot.begins:
            await page.locator(shot.begins).first.wait_for()
        for what in shot.presses:
            await page.locator(what).first.click()
        await page.locator(shot.ready).first.wait_for()
        if shot.login and await page.get_by_test_id("person").count():
            await page.get_by_test_id("live-on").wait_for()
        await expect(page.locator("[aria-busy=true], .el-loading-mask, [data-test=alarms]")).to_have_count(0)
        if shot.cut_off:
            await page.context.set_offline(True)
            await page.evaluate(CUT)
            await page.get_by_test_id("live-off").wait_for()

    async def answers(self, login: str, day: Day) -> TestCaller:
        """An agent at the browser takes a key account's call, and stays at the page."""
        context = await self._context(login, LANGUAGES[0])
        self._desk = page = await context.new_page()
        await page.goto(f"{self.origin}/desk")
        await page.locator(IDLE).wait_for()
        for button in ("sign-in-work", "ready"):
            await page.get_by_test_id(button).click()
        await page.locator("[data-test=agent-state][data-state=ready]").wait_for()
        caller = await day.caller_about_a_late_report()
        await page.get_by_test_id("answer").click()
        await page.locator(IN_CALL).wait_for()
        return caller

    async def brings_in_faulty_rows(self, login: str) -> None:
        """An administrator has a file checked that holds rows which cannot be taken."""
        context = await self._context(login, "zh")
        answer = await context.request.post(
            f"{self.origin}/api/imports/subscribers?request_id={uuid4()}&file=subscribers.csv&dry_run=true",
            data=FAULTY_ROWS.encode(),
            headers={"Origin": self.origin, "Content-Type": "application/octet-stream"},
        )
        await expect(answer).to_be_ok()

        async def checked() -> bool:
            runs = await (await context.request.get(f"{self.origin}/api/imports")).json()
            return bool(runs[0]["state"] == "faulty")

        await until(checked)
        await context.close()

    async def _context(self, login: str, language: str) -> BrowserContext:
        context = await self._browser.new_context(
            viewport={"width": 1366, "height": 768},
            timezone_id="Asia/Shanghai",
            locale={"zh": "zh-CN", "en": "en-GB"}[language],
            permissions=["microphone"],
            storage_state=self._sessions.get(login),
        )
        context.set_default_timeout(20_000)
        await context.add_init_script(f"localStorage.setItem('faultline.language', '{language}')")
        await context.add_init_script(KEEP_CONNECTIONS)
        if login and login not in self._sessions:
            await self._signs_in(context, login)
            self._sessions[login] = await context.storage_state()
        return context

    async def _signs_in(self, context: BrowserContext, login: str) -> None:
        answer = await context.request.post(
            f"{self.origin}/api/session",
            data={"login": login, "password": PASSWORD},
            headers={"Origin": self.origin},
        )
        if not answer.ok:
            raise RuntimeError(f"{login} cannot sign in: {await answer.text()}")


async def _speak(page: Page, language: str) -> None:
    if await page.locator(f"html[lang|={language}]").count() == 0:
        await page.get_by_test_id("language").click()
        await page.locator(f"html[lang|={language}]").wait_for(state="attached")


def _keep(name: str, picture: bytes) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_bytes(picture)
    say(f"screens: {name} {len(picture) // 1000} kB")
