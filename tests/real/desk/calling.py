"""A service under load until it is killed; it says what it promised to its callers.

Arguments: database URL, data folder, prefix of the calls' ids. Lines printed: `began CALL`, `confirmed
CALL NUMBER`, `ended CALL`.
"""

import asyncio
import sys
from pathlib import Path

from desk.desk import Desk
from desk.errors import DeskUnavailable
from tests.real.desk.rows import end as end_visit
from tests.real.desk.rows import enter, visit

AT_ONCE = 5


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def _callers(desk: Desk, prefix: str, lane: int) -> None:
    index = 0
    while True:
        index += 1
        call = f"{prefix}-{lane}-{index}"
        caller = visit(desk, call)
        enter(caller, f"8765{lane}{index:03d}")
        _say(f"began {call}")
        await asyncio.sleep(0.005 * lane)
        if index % 3:
            try:
                _say(f"confirmed {call} {await caller.confirm()}")
            except DeskUnavailable:
                _say(f"unavailable {call}")
        if index % 4:
            end_visit(caller, "reported" if index % 3 else "left")
            _say(f"ended {call}")


async def main() -> None:
    desk = await Desk.open(sys.argv[1], Path(sys.argv[2]), "node1")
    await asyncio.gather(*(_callers(desk, sys.argv[3], lane) for lane in range(AT_ONCE)))


asyncio.run(main())
