"""How long `make setup` takes when nothing changed.

    python -m bench.project.again [--rounds 3] [--write]

Runs `make setup` once, so that nothing is left to do, then again and again. Wall clock, standard output thrown away.
"""

import asyncio
import os
import statistics
import subprocess
import time

from bench.web.rounds import command
from faultline.toolbox.folders import project

TITLE = "## `make setup` when nothing changed"
GOAL_SECONDS = 5.0


async def measure(rounds: int) -> list[float]:
    """Seconds of each run after the first."""
    return [await asyncio.to_thread(_set_up) for _ in range(rounds + 1)][1:]


def _set_up() -> float:
    began = time.monotonic()
    subprocess.run(
        ["make", "--no-print-directory", "setup"], cwd=project(), check=True, stdout=subprocess.DEVNULL
    )
    return time.monotonic() - began


def section(found: list[float]) -> str:
    """The result as docs/performance.md shows it; the verdict is on the middle."""
    middle = statistics.median(found)
    return (
        f"`python -m bench.project.again --rounds {len(found)} --write`: environment, private Asterisk,\n"
        f"prompts and the browser desktop each find that there is nothing to do;\n"
        f"load average {os.getloadavg()[0]:.1f} on 2 cores.\n\n"
        "| | |\n| --- | --- |\n"
        f"| middle (goal: under {GOAL_SECONDS:.0f} s) | {middle:.1f} s |\n"
        f"| longest | {max(found):.1f} s |\n\n"
        f"Goal {'met' if middle < GOAL_SECONDS else 'missed'}.\n"
    )


if __name__ == "__main__":
    command(__doc__, TITLE, 3, measure, section)
