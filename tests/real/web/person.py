"""One person at the desktop: a browser of their own whose page is watched, so that no fault stays unseen."""

import re
from collections.abc import Iterable

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Response, expect

from tests.real.staff import PASSWORD

SERVER_FAULT = 500
NETWORK = re.compile(r"Failed to load resource|WebSocket connection to .* failed|net::ERR_")
"""Chromium's own lines about requests; what failed is judged by the answer's status instead."""
CUT = "linesOfTheTest.forEach((line) => line.close())"
"""Chromium's emulation keeps lines that are open, only mute; a network that really goes takes them with it."""


class Person:
    """`login` at the desktop. `at` finds what carries `data-test`; `complaints` holds all that went wrong."""

    def __init__(self, context: BrowserContext, page: Page, origin: str, login: str) -> None:
        self.context, self.page, self.login = context, page, login
        self.origin = origin
        self.complaints: list[str] = []
        self._forgiven: list[str] = []
        self._watch(page)

    def at(self, name: str) -> Locator:
        """What carries `data-test="name"`."""
        return self.page.get_by_test_id(name)

    def forgives(self, *parts: str) -> None:
        """Complaints that contain one of these are meant to happen in this test."""
        self._forgiven += parts

    def unforgiven(self) -> Iterable[str]:
        """What nobody expected."""
        return [one for one in self.complaints if not any(part in one for part in self._forgiven)]

    async def opens(self, path: str) -> None:
        """Go to a page of the desktop."""
        await self.page.goto(f"{self.origin}{path}")

    async def signs_in(self, path: str = "/") -> None:
        """By login and password on the sign-in page, and on to `path`."""
        await self.opens(path)
        await self.at("login").fill(self.login)
        await self.at("password").fill(PASSWORD)
        await self.at("sign-in").click()
        await expect(self.at("person")).to_be_visible()

    async def works(self) -> None:
        """At the agent desktop, signed in to the floor and ready, with a registered telephone."""
        await self.signs_in("/desk")
        await self.has_telephone()
        await self.at("sign-in-work").click()
        await self.is_in("paused")
        await self.at("ready").click()
        await self.is_in("ready")

    async def has_telephone(self) -> None:
        """Wait until the telephone of the page is registered."""
        await expect(self.at("phone-link")).to_have_attribute("data-state", "registered")

    async def is_in(self, state: str) -> None:
        """Wait until the desktop shows this state of the agent."""
        await expect(self.at("agent-state")).to_have_attribute("data-state", state)

    async def loses_network(self) -> None:
        """No line of the page is left, and none can be had."""
        await self.context.set_offline(True)
        await self.page.evaluate(CUT)

    async def has_network(self) -> None:
        """It is back; the rest is the page's own affair."""
        await self.context.set_offline(False)

    async def second_tab(self, path: str) -> Page:
        """Another tab of the same browser."""
        page = await self.context.new_page()
        self._watch(page)
        await page.goto(f"{self.origin}{path}")
        return page

    def _watch(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"{self.login}: {error}"))
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not NETWORK.search(message.text):
            self.complaints.append(f"{self.login}: {message.type}: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= SERVER_FAULT:
            self.complaints.append(
                f"{self.login}: {response.status} {response.request.method} {response.url}"
            )
