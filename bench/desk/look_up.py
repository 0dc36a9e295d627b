"""How long a caller waits for the desk: look-ups among a million subscribers, confirmations, and journaling.

    python -m bench.desk.look_up [--subscribers 1000000] [--url postgresql+asyncpg://…] [--write]

Without `--url` on SQLite in a temporary folder. Prints one line a figure, times in milliseconds of wall
clock, and whether the promise is kept: the middle of the look-ups under 1 ms. `--write` puts that into
docs/performance.md.
"""

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop
from sqlalchemy import insert

from bench.fastagi.page import write
from desk.call_desk import CallDesk
from desk.desk import Desk
from desk.models import ExchangeRow, SubscriberRow

TITLE = "## Look-up of a line"
GOAL_MS = 1.0
LOOK_UPS = 5_000
REPORTS = 300
CALLERS = 30
BATCH = 50_000


async def _fill(desk: Desk, subscribers: int) -> None:
    exchanges = [
        {"prefix": f"{prefix:04d}", "branch": "North", "test_centre": "North centre"}
        for prefix in range(8000, 8000 + subscribers // 10_000 + 1)
    ]
    async with desk.database.writing() as connection:
        await connection.execute(insert(ExchangeRow), exchanges)
        for first in range(0, subscribers, BATCH):
            rows = [
                {"line_number": str(80_000_000 + number), "owner": "Sample", "address": "1 Sample Road",
                 "key_account": False}
                for number in range(first, min(first + BATCH, subscribers))
            ]  # fmt: skip
            await connection.execute(insert(SubscriberRow), rows)


def _say(name: str, times: list[float], cpu: float) -> tuple[float, float]:
    """Middle and 99 %, in ms."""
    times = sorted(time * 1000 for time in times)
    middle, late = statistics.median(times), times[int(len(times) * 0.99)]
    print(
        f"{name:28} median {middle:7.3f}  99 % {late:7.3f}  "
        f"worst {times[-1]:7.3f}  CPU {cpu / len(times) * 1000:6.3f} ms each, n={len(times)}"
    )
    return middle, late


async def _timed(name: str, count: int, work: Callable[[int], Awaitable[object]]) -> tuple[float, float]:
    times, cpu = [], time.process_time()
    for index in range(count):
        start = time.perf_counter()
        await work(index)
        times.append(time.perf_counter() - start)
    return _say(name, times, time.process_time() - cpu)


def _visit(desk: Desk, call: str) -> CallDesk:
    visit = desk.for_call(call, "fault_report", "13800000000", "112", "zh")
    visit.begin()
    return visit


async def _report(desk: Desk, index: int, times: list[float]) -> None:
    """The facts of one complete fault report, about as many as a real one has."""
    visit = _visit(desk, f"bench-{index}")
    for step in range(12):
        visit.step(f"step{step}", float(step))
    visit.keyed("line_number", str(80_000_000 + index))
    visit.keyed("contact_number", "13800000000")
    visit.recorded("symptom", desk.folder / "recordings" / f"{index}.wav", None)
    visit.recorded("symptom", desk.folder / "recordings" / f"{index}.wav", 3.0)
    await visit.look_up(str(80_000_000 + index))
    start = time.perf_counter()
    await visit.confirm()
    times.append(time.perf_counter() - start)
    visit.end("reported", "", "goodbye", {"step1": 1.0}, {"line_number": 1}, "zh")


async def _reports(desk: Desk) -> None:
    times: list[float] = []
    cpu, start = time.process_time(), time.perf_counter()
    todo = iter(range(REPORTS))

    async def caller() -> None:
        for index in todo:
            await _report(desk, index, times)

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    await desk.writer.stored(desk.journal.last)
    _say(f"confirm, {CALLERS} at once", times, time.process_time() - cpu)
    print(f"{'complete reports a second':28} {REPORTS / (time.perf_counter() - start):7.0f}")


async def _journal(desk: Desk) -> None:
    visit = _visit(desk, "bench-journal")

    async def append(_: int) -> None:
        visit.step("V1", 0.5)

    await _timed("journal a fact", 20_000, append)
    await desk.writer.stored(desk.journal.last)


async def measure(url: str | None, subscribers: int) -> tuple[float, float]:
    """Fill the database and print every figure; middle and 99 % of the look-ups."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = await Desk.open(url or f"sqlite+aiosqlite:///{folder / 'bench.sqlite3'}", folder, "bench")
        await _fill(desk, subscribers)
        visit = _visit(desk, "bench-look-up")
        numbers = [str(80_000_000 + random.randrange(subscribers)) for _ in range(LOOK_UPS)]
        found = await _timed("look a line up", LOOK_UPS, lambda index: visit.look_up(numbers[index]))
        await _timed("find an exchange", LOOK_UPS, lambda index: visit.exchange_of(numbers[index]))
        await _journal(desk)
        await _reports(desk)
        await desk.close()
        return found


def section(found: tuple[float, float], url: str | None, subscribers: int) -> str:
    """The promise and what became of it, as docs/performance.md shows it."""
    where = "PostgreSQL" if url and url.startswith("postgresql") else "SQLite"
    middle, late = found
    return (
        f"`python -m bench.desk.look_up --subscribers {subscribers} --write` on {where}, {LOOK_UPS:,} look-ups\n"
        f"one after the other as a call does them; load average {os.getloadavg()[0]:.1f} on 2 cores. The promise,\n"
        "under 1 ms, is held for the middle, with dialog and database on one machine; what 99 % stay under depends on\n"
        "what else the machine does, and a call's own deadline for a look-up is 1.5 s.\n\n"
        "| | |\n| --- | --- |\n"
        f"| middle (promise: under {GOAL_MS:.0f} ms) | {middle:.2f} ms |\n"
        f"| 99 % | {late:.2f} ms |\n\n"
        f"Promise {'kept' if middle < GOAL_MS else 'broken'}.\n"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=1_000_000)
    parser.add_argument("--url")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    text = section(uvloop.run(measure(given.url, given.subscribers)), given.url, given.subscribers)
    print(text)
    if given.write:
        write(TITLE, text)
