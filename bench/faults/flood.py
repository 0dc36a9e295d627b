"""R13 with a clock: five times as many calls as there is room; how soon each has its answer.

    python -m bench.faults.flood [--rounds 3] [--write]

`max_calls` is 20, and 100 calls are offered within two seconds. From the INVITE to its 200 or 503, of all calls.
"""

import os
import statistics
import tempfile
from pathlib import Path

from bench.calls.house import opened
from bench.web.rounds import command
from tests.real.sipp_load import LoadResult, Stay, load

TITLE = "## Answers in a flood"
ROOM, OFFERED, A_SECOND = 20, 100, 50
GOAL_MS = 100.0


async def measure(rounds: int) -> list[LoadResult]:
    """One flood after the other, each into an empty house."""
    found = []
    async with opened(max_calls=ROOM) as served:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory(prefix="faultline-bench-") as name:
                found.append(
                    await load(
                        served.house.server, Path(name), number="112", calls=OFFERED, rate=A_SECOND,
                        at_once=OFFERED, steps=(Stay(6),),
                    )
                )  # fmt: skip
            await served.house.empty(within=30)
    return found


def section(found: list[LoadResult]) -> str:
    """The result as docs/performance.md shows it."""
    times = sorted(time for flood in found for time in flood.answer_ms)
    taken, refused, failed = (
        sum(each) for each in zip(*((f.taken, f.refused, f.failed) for f in found), strict=True)
    )
    late = sum(time > GOAL_MS for time in times)
    verdict = "met" if not late and not failed and taken + refused == OFFERED * len(found) else "missed"
    return (
        f"`python -m bench.faults.flood --rounds {len(found)} --write` (R13): {OFFERED} calls within two\n"
        f"seconds at a house with room for {ROOM}; from the INVITE to its 200 or 503; load average\n"
        f"{os.getloadavg()[0]:.1f} on 2 cores.\n\n"
        "| | |\n| --- | --- |\n"
        f"| taken, refused with 503, neither | {taken}, {refused}, {failed} |\n"
        f"| middle | {statistics.median(times):.1f} ms |\n"
        f"| 99 % | {times[int(len(times) * 0.99)]:.1f} ms |\n"
        f"| longest (goal: at most {GOAL_MS:.0f} ms) | {times[-1]:.1f} ms |\n\n"
        f"Goal {verdict}.\n"
    )


if __name__ == "__main__":
    command(__doc__, TITLE, 3, measure, section)
