"""Memory of a caller who waits in a prompt, in the whole service: dialogs, desk, manager link, HTTP.

    python -m bench.calls.memory [--calls 150] [--write]

SIPp calls listen to V1 and key nothing. Growth of the service's resident memory from 20 such calls, after a round that
paid for what is needed once, to 20 and `--calls` more. Goal: at most 40 kB a call.
"""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

from bench.calls.house import opened, pids
from bench.fastagi.page import write
from tests.real.served import Served
from tests.real.sipp_load import Stay, load
from tests.waiting import until

TITLE = "## Memory of a waiting caller in the whole service"
GOAL_KB = 40
FIRST = 20
"""Calls that wait before the first look."""
WAIT_SECONDS = 14
"""V1 and the time for a first key are longer than this."""


def resident(served: Served) -> int:
    """Resident memory of the service in bytes."""
    pid, _ = pids(served)
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def waiting(served: Served, calls: int) -> int:
    """Memory while so many calls wait in V1; afterwards all of them have gone."""

    async def all_there() -> bool:
        return f"faultline_agi_sessions_active {calls}.0" in await served.figures()

    with tempfile.TemporaryDirectory() as folder:
        placing = asyncio.create_task(
            load(
                served.house.server,
                Path(folder),
                number="112",
                calls=calls,
                rate=50,
                at_once=calls,
                steps=[Stay(WAIT_SECONDS)],
            )
        )
        await until(all_there)
        size = resident(served)
        result = await placing
    assert (result.taken, result.failed) == (calls, 0)
    await served.house.empty()
    return size


async def measure(calls: int) -> float:
    """Bytes a call."""
    async with opened() as served:
        await waiting(served, FIRST)
        before = await waiting(served, FIRST)
        return (await waiting(served, FIRST + calls) - before) / calls


def main() -> None:
    """Measure, print, and write if asked to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=150)
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()
    a_call = asyncio.run(measure(asked.calls)) / 1024
    print(f"{a_call:.1f} kB a waiting caller ({asked.calls} calls; goal {GOAL_KB} kB)")
    if asked.write:
        write(
            TITLE,
            f"`python -m bench.calls.memory --write`. Resident memory of the whole service (dialogs, desk on SQLite,\n"
            f"manager link, HTTP) grew by {a_call:.1f} kB for each of {asked.calls} further SIPp calls in V1\n"
            f"(goal: at most {GOAL_KB} kB).\n",
        )


if __name__ == "__main__":
    main()
