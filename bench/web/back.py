"""A page that is loaded anew in the middle of a call: how long until the same caller is heard again (R15).

    python -m bench.web.back [--rounds 8] [--write]

Real Asterisk, service and Chromium; from the reload until the page's telephone receives sound again. Goal: 5 s.
"""

import os
import statistics
import time

from playwright.async_api import Page

from bench.web.desk import staffed
from bench.web.rounds import command
from tests.real.web.ears import KEEP_CONNECTIONS

TITLE = "## The same caller after a reload"
SOUND = """async () => {
  for (const one of window.connectionsOfTheTest ?? [])
    for (const told of (await one.getStats()).values())
      if (told.type === 'inbound-rtp' && told.packetsReceived > 0) return true
  return false
}"""


async def measure(rounds: int) -> list[float]:
    """Seconds of each round; one call outlives them all."""
    async with staffed() as (served, page), served.house.caller(from_number="55510061") as line:
        await page.context.add_init_script(KEEP_CONNECTIONS)
        await line.dial("112")
        await line.hears("V1")
        await line.press("0#")
        await page.get_by_test_id("answer").click()
        await page.locator("[data-test=call][data-talk=talking]").wait_for()
        return [await again(page) for _ in range(rounds)]


async def again(page: Page) -> float:
    """One reload; seconds."""
    began = time.monotonic()
    await page.reload(wait_until="commit")
    await page.locator("[data-test=call][data-talk=talking]").wait_for()
    await page.wait_for_function(SOUND, polling=50)
    return time.monotonic() - began


def section(found: list[float]) -> str:
    """The result as docs/performance.md shows it."""
    return (
        f"`python -m bench.web.back --rounds {len(found)} --write`: from the reload of the agent's page in the\n"
        "middle of a call until its telephone receives the caller's sound again (Chromium, the whole service);\n"
        f"load average {os.getloadavg()[0]:.1f} on 2 cores.\n\n"
        "| | |\n| --- | --- |\n"
        f"| reloads | {len(found)} |\n| middle | {statistics.median(found):.1f} s |\n"
        f"| longest (goal: at most 5 s) | {max(found):.1f} s |\n"
    )


if __name__ == "__main__":
    command(__doc__, TITLE, 8, measure, section)
