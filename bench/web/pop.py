"""The screen pop as the agent sees it: from the manager event of the ringing until it is on the screen.

    python -m bench.web.pop [--rounds 10] [--write]

Real Asterisk, service and Chromium; each round a caller asks for a person, the agent's browser rings, and the caller
hangs up. The pop counts as seen once it is in the page and the page is free again. Goal: 150 ms.
"""

import os
import statistics

from playwright.async_api import Page

from bench.web.browser import seen_at
from bench.web.desk import staffed
from bench.web.rounds import command
from cti.event_log.reading import read
from cti.floor.events import PopAcknowledged
from tests.real.served import Served
from tests.waiting import until

TITLE = "## Screen pops on the screen"


async def measure(rounds: int) -> list[float]:
    """Milliseconds of each round."""
    async with staffed() as (served, page):
        return [await ring(served, page, f"555100{n:02}") for n in range(rounds)]


async def ring(served: Served, page: Page, caller: str) -> float:
    """One pop; milliseconds."""
    before = len(acknowledged(served))
    await page.evaluate("delete window.seenAt['pop-caller']")
    async with served.house.caller(from_number=caller) as line:
        await line.dial("112")
        await line.hears("V1")
        await line.press("0#")
        seen = await seen_at(page, "pop-caller")

        async def noted() -> bool:
            return len(acknowledged(served)) > before

        await until(noted)
    event = acknowledged(served)[-1]
    await page.get_by_test_id("pop-caller").wait_for(state="detached")
    return seen - (event.at - event.seconds) * 1000


def acknowledged(served: Served) -> list[PopAcknowledged]:
    """What the floor's log says of pops."""
    settings = served.house.settings
    entries = read(settings.folder / "floor-log", settings.node)
    return [entry.event for entry in entries if isinstance(entry.event, PopAcknowledged)]


def section(found: list[float]) -> str:
    """The result as docs/performance.md shows it."""
    return (
        f"`python -m bench.web.pop --rounds {len(found)} --write`: from the manager event of the\n"
        "ringing until the pop is on the agent's screen (Chromium, the whole service, real calls); load average\n"
        f"{os.getloadavg()[0]:.1f} on 2 cores.\n\n"
        "| | |\n| --- | --- |\n"
        f"| pops | {len(found)} |\n| middle | {statistics.median(found):.0f} ms |\n"
        f"| longest (goal: at most 150 ms) | {max(found):.0f} ms |\n"
    )


if __name__ == "__main__":
    command(__doc__, TITLE, 10, measure, section)
