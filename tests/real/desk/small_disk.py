"""A disk that is full: a process that may not write files beyond a size (RLIMIT_FSIZE gives EFBIG, like ENOSPC an
error of write), appends until it is refused, gets room again, and closes. Prints what happened as JSON.

Argument: folder of the journal.
"""

import asyncio
import json
import resource
import signal
import sys
from pathlib import Path

from desk.journal.journal import Journal

LIMIT = 2_000
FACTS = 60


async def main() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    journal = Journal(Path(sys.argv[1]), "node1")
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    for index in range(FACTS):
        last = journal.append("step", "c1", {"name": f"s{index}", "at_seconds": 0.0}, visit="v1")
    told = {"alarm": journal.alarm, "size": max(part.stat().st_size for part in _parts(journal))}
    told["readable"] = [fact.sequence for fact in journal.read(1000)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await asyncio.wait_for(journal.durable(last), 30)
    told |= {"alarm_after": journal.alarm, "boot": journal.boot, "lost": journal.lost}
    await journal.close(applied=False)
    sys.stdout.write(json.dumps(told))


def _parts(journal: Journal) -> list[Path]:
    return journal.folder.parts("node1", journal.boot)


asyncio.run(main())
