"""A Chromium and a service to measure the desktop with: one page at a time, nothing in its cache."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from playwright.async_api import Browser, Page, async_playwright

from faultline.toolbox.chromium import find_chromium, flags
from tests.real.served import Served

SEEN = """(() => {
  const names = %s
  window.seenAt = {}
  const look = () => {
    for (const name of names)
      if (!(name in window.seenAt) && document.querySelector(`[data-test="${name}"]`)) {
        window.seenAt[name] = null
        requestAnimationFrame(() => setTimeout(() => (window.seenAt[name] = Date.now())))
      }
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true })
})()"""
"""Notes when something is on the screen and the page is free again to react."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A service and a browser."""

    served: Served
    browser: Browser

    @property
    def origin(self) -> str:
        """The desktop's address."""
        return f"http://127.0.0.1:{self.served.house.settings.http_port}"


@contextlib.asynccontextmanager
async def opened(served: Served) -> AsyncIterator[Bench]:
    """A Chromium beside a running service."""
    async with async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        browser = await playwright.chromium.launch(executable_path=str(find_chromium()), args=flags())
        try:
            yield Bench(served, browser)
        finally:
            await browser.close()


async def seen_at(page: Page, name: str) -> float:
    """Milliseconds since 1970 at which `data-test="name"` was on the screen; wait for it."""
    handle = await page.wait_for_function("(name) => window.seenAt[name]", arg=name)
    return float(await handle.json_value())
