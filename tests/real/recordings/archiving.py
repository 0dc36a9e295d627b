"""An archive at work that kills itself with -9 before its n-th step on the disk, counted over all its threads.

Arguments: database URL, data folder, how many conversations there were at first, n.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from desk.database import schema
from desk.database.database import Database
from recordings.room import Recordings
from tests.real.recordings.conftest import QUICK, Calls

STEPS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.chmod"})


class Killer:
    """Watches what Python tells of its own doings (PEP 578)."""

    def __init__(self, folder: Path, step: int) -> None:
        self._folder = str(folder)
        self._left = step

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in STEPS and str(arguments[0]).startswith(self._folder):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


async def main() -> None:
    database, folder = Database(sys.argv[1]), Path(sys.argv[2])
    await schema.upgrade(database)
    room = Recordings(database, folder, "node1", spool=folder / "spool", encrypted=True, pace=QUICK)
    calls = Calls(folder)
    for conversation in [calls.told(20.0) for _ in range(int(sys.argv[3]))]:
        if (calls.spool / conversation.file).exists():
            await room.take(conversation)
    sys.addaudithook(Killer(folder, int(sys.argv[4])))
    await room.archive.look()


asyncio.run(main())
