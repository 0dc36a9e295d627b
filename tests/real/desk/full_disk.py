"""A dialog on a disk that is full from one moment on, and has room again later: journal and database both
refuse to grow (RLIMIT_FSIZE). Prints what happened as JSON. Arguments: database URL, data folder.
"""

import asyncio
import json
import resource
import signal
import sys
from pathlib import Path

from desk.desk import Desk
from desk.errors import DeskUnavailable
from desk.models import FaultReportRow
from tests.real.desk.rows import LINE, enter, rows, stored, visit
from tests.real.desk.rows import end as end_visit


async def main() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    desk = await Desk.open(sys.argv[1], Path(sys.argv[2]), "node1")
    await stored(desk)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    caller = visit(desk)
    enter(caller)
    told: dict[str, object] = {"confirmed": await _confirmed(caller)}
    end_visit(caller, "to_agent")
    told["alarms"] = len(desk.alarms)
    view = await caller.look_up(LINE)
    told["look_up"] = view.number
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    async with asyncio.timeout(60):
        await stored(desk)
        await desk.journal.durable(desk.journal.last)
    told["alarms_after"] = desk.alarms
    told["reports"] = [
        [row["line_number"], row["confirmed"], row["outcome"]]
        for row in await rows(desk.database, FaultReportRow)
    ]
    await desk.close()
    sys.stdout.write(json.dumps(told))


async def _confirmed(caller: object) -> str:
    try:
        return await caller.confirm()  # type: ignore[attr-defined, no-any-return]
    except DeskUnavailable:
        return "unavailable"


asyncio.run(main())
