"""`python -m tools.screenshots [name …]`: take the pictures of docs/screens anew, or only those named."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from faultline.settings import Settings
from faultline.toolbox.chromium import find_chromium, flags
from tests.real.house import House
from tests.real.served import Served
from tools.screenshots.day import Day
from tools.screenshots.pages import ALL, BUSY, LATE, QUIET, WRAPPING_UP
from tools.screenshots.shots import index
from tools.screenshots.site import bring_in
from tools.screenshots.studio import FOLDER, Studio

KNOBS = "[globals](+)\nWRAPUP_SECONDS = 600\nRING_SECONDS = 120\nOVERFLOW_SECONDS = 300\n"


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
            if studio.wants(BUSY + WRAPPING_UP + LATE):
                await _busy(studio, day)
        finally:
            await day.over()
            await browser.close()


async def _busy(studio: Studio, day: Day) -> None:
    await asyncio.gather(day.reports(), day.conversations())
    caller = await studio.answers("wang", day)
    await day.under_way()
    await studio.brings_in_faulty_rows("admin")
    await studio.take(BUSY)
    await caller.hang_up()
    await studio.take(WRAPPING_UP)
    await day.goes_on_without_the_service()
    await studio.take(LATE)


def main() -> None:
    """Take them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*")
    asyncio.run(take(set(options.parse_args().names)))
    (FOLDER / "README.md").write_text(index(ALL), encoding="utf-8")


if __name__ == "__main__":
    main()
