"""What a first visit costs: compressed bytes, and the time until the page can be used on a slow laptop.

    python -m bench.web.first_page [--rounds 5] [--write]

A real service, a real Chromium with an empty cache whose processor is slowed four times. Counted is all that comes
until the network is quiet, the telephone's part and the answers of the API among it; timed is when the page can be
used. Goals: under 300 kB, 2 s.
"""

import json
import os
import statistics
from dataclasses import dataclass

from bench.calls.house import opened as opened_house
from bench.web.browser import SEEN, Bench, opened, seen_at
from bench.web.rounds import command
from tests.real.staff import PASSWORD, hire

TITLE = "## The desktop's first page"
SLOWER = 4
PAGES = {
    "sign-in": ("", "/", "login"),
    "agent desktop": ("junior_agent", "/desk", "agent-state"),
    "floor board": ("shift_supervisor", "/floor", "floor-board"),
    "fault reports": ("records_clerk", "/reports", "find"),
    "call records": ("shift_supervisor", "/calls", "calls-search"),
    "recordings": ("shift_supervisor", "/recordings", "search-form"),
}
"""Name: whose, address, and what has to be there for the page to be of use."""

ROLES = sorted({role for role, _, _ in PAGES.values() if role})


@dataclass(frozen=True, slots=True)
class Visit:
    """Compressed bytes over the wire, requests, and seconds until the page can be used."""

    size: int
    requests: int
    seconds: float


async def visit(bench: Bench, path: str, name: str, cookies: list[dict[str, object]]) -> Visit:
    """One visit with an empty cache."""
    context = await bench.browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    await context.add_cookies(cookies)  # type: ignore[arg-type]
    await context.add_init_script(SEEN % json.dumps([name]))
    page = await context.new_page()
    wire = await context.new_cdp_session(page)
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    await wire.send("Network.enable")
    await wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await page.goto(f"{bench.origin}{path}", wait_until="commit")
    seen = await seen_at(page, name)
    began = float(await page.evaluate("performance.timeOrigin"))
    await page.wait_for_load_state("networkidle")
    await context.close()
    return Visit(sum(sizes), len(sizes), (seen - began) / 1000)


async def signed_in(bench: Bench, login: str) -> list[dict[str, object]]:
    """The cookies of somebody who is signed in."""
    context = await bench.browser.new_context()
    answer = await context.request.post(
        f"{bench.origin}/api/session",
        data={"login": login, "password": PASSWORD},
        headers={"Origin": bench.origin},
    )
    assert answer.ok, await answer.text()
    cookies = await context.cookies()
    await context.close()
    return [dict(cookie) for cookie in cookies]


async def measure(rounds: int) -> dict[str, list[Visit]]:
    """All pages, each so many times."""
    async with opened_house() as served:
        for place, role in enumerate(ROLES, 1):
            await hire(served.house, role, role, extension=f"800{place}", browser_phone=True)
        async with opened(served) as bench:
            cookies = {role: await signed_in(bench, role) for role in ROLES} | {"": []}
            found: dict[str, list[Visit]] = {page: [] for page in PAGES}
            for _ in range(rounds):  # one after the other, so that a busy minute falls on all of them
                for page, (role, path, name) in PAGES.items():
                    found[page].append(await visit(bench, path, name, cookies[role]))
    return found


def row(page: str, visits: list[Visit]) -> str:
    """One line of the table."""
    seconds = sorted(one.seconds for one in visits)
    size = max(one.size for one in visits)
    return (
        f"| {page} | {size / 1000:.0f} kB | {visits[0].requests} | {statistics.median(seconds):.2f} s "
        f"| {seconds[-1]:.2f} s |"
    )


def section(found: dict[str, list[Visit]]) -> str:
    """The result as docs/performance.md shows it."""
    rows = "\n".join(row(page, visits) for page, visits in found.items())
    rounds = len(next(iter(found.values())))
    return (
        f"`python -m bench.web.first_page --rounds {rounds} --write`: Chromium with an empty cache, its processor\n"
        f"slowed {SLOWER} times, from the request to a page that reacts; load average {os.getloadavg()[0]:.1f}\n"
        "on 2 cores, which service and browser share. Goals: under 300 kB, 2 s.\n\n"
        f"| page | compressed | requests | middle | longest |\n| --- | ---: | ---: | ---: | ---: |\n{rows}\n"
    )


if __name__ == "__main__":
    command(__doc__, TITLE, 5, measure, section)
