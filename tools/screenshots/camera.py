"""One picture: a small WebP of what is on the screen, once nothing moves any more."""

import base64

from playwright.async_api import Page

LARGEST = 120_000
"""Bytes of one picture."""
QUALITIES = (82, 70, 58, 45, 30)
STILL = "*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent }"


async def still(page: Page) -> None:
    """Loaded, with its fonts, and without movement."""
    await page.wait_for_load_state("load")
    await page.evaluate("document.fonts.ready.then(() => true)")
    await page.evaluate(
        """(text) => {
          const sheet = new CSSStyleSheet()
          sheet.replaceSync(text)
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
          return new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
        }""",
        STILL,
    )


async def shoot(page: Page) -> bytes:
    """The picture in the best quality that stays small."""
    await still(page)
    wire = await page.context.new_cdp_session(page)
    picture = b""
    for quality in QUALITIES:
        told = await wire.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = base64.b64decode(told["data"])
        if len(picture) <= LARGEST:
            break
    await wire.detach()
    return picture
