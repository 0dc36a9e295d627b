"""CPU of the service for a complete fault report, against that of Asterisk for the same call.

    python -m bench.calls.cpu [--calls 30] [--rounds 3] [--write]

Each round is `--calls` SIPp calls at once, from INVITE to the service's BYE (bench/calls/report.xml); it counts only
if every report is stored, confirmed, with its recording. Goal: the service needs at most a quarter of Asterisk's CPU.
"""

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path

from bench.calls.house import Cpu, cpu, opened
from bench.calls.load import report_faults
from bench.fastagi.page import write
from tests.real.served import Served
from tests.waiting import until

TITLE = "## CPU of a complete fault report"
GOAL = 0.25


async def one_round(served: Served, number: int, calls: int) -> Cpu:
    """CPU a call of one round. Raises AssertionError unless every report is stored."""
    prefix = f"5550{number}0"
    before = cpu(served)
    with tempfile.TemporaryDirectory() as folder:
        await report_faults(served.house.server, Path(folder), prefix=prefix, calls=calls)
    await served.house.empty()

    async def stored() -> bool:
        reports = [row for row in served.rows("fault_reports") if row["line_number"].startswith(prefix)]
        complete = [
            row for row in reports if row["confirmed"] and row["symptom_recording"] and row["symptom_class"]
        ]
        open_calls = [row for row in served.rows("calls") if row["ended_at"] is None]
        return len(complete) == len(reports) == calls and not open_calls

    await until(stored)
    used = cpu(served) - before
    return Cpu(used.service / calls, used.asterisk / calls)


async def measure(calls: int, rounds: int) -> list[Cpu]:
    """CPU a call of each round; the first round after the start is not counted."""
    async with opened() as served:
        return [await one_round(served, number, calls) for number in range(rounds + 1)][1:]


def main() -> None:
    """Measure, print, and write if asked to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=30)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()
    found = asyncio.run(measure(asked.calls, asked.rounds))
    for used in found:
        print(
            f"service {used.service * 1000:5.1f} ms  Asterisk {used.asterisk * 1000:5.1f} ms  {ratio(used):.2f}"
        )
    middle = statistics.median(map(ratio, found))
    print(f"service : Asterisk {middle:.2f} (goal {GOAL})")
    if asked.write:
        write(TITLE, section(found, asked.calls))


def ratio(used: Cpu) -> float:
    """The service's share."""
    return used.service / used.asterisk


def section(found: list[Cpu], calls: int) -> str:
    """The result as docs/performance.md shows it."""
    service = statistics.median(used.service for used in found) * 1000
    asterisk = statistics.median(used.asterisk for used in found) * 1000
    return (
        f"`python -m bench.calls.cpu --write`: {calls} SIPp calls at once, each a complete report in a hurry\n"
        "(number, confirmation, contact, spoken symptom, class, confirmation, goodbye; RTP both ways), on the\n"
        "whole service with SQLite. CPU of both processes from /proc before and after; a round counts only if\n"
        f"every report is stored with its recording. Middle of {len(found)} rounds, after one to warm up:\n\n"
        "| | ms of CPU a report |\n| --- | --- |\n"
        f"| service | {service:.1f} |\n| Asterisk | {asterisk:.1f} |\n"
        f"| service : Asterisk (goal: at most {GOAL}) | {statistics.median(map(ratio, found)):.2f} |\n"
    )


if __name__ == "__main__":
    main()
