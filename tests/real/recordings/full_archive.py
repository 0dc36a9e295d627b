"""A recording that the archive's disk has no room for, until there is some: a tmpfs in a mount namespace of its own.

Argument: an empty folder. Prints what happened as JSON.
"""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from desk.database import schema
from desk.database.database import Database
from desk.models import RecordingFindingRow, RecordingRow
from recordings.room import Recordings
from tests.real.desk.rows import rows
from tests.real.recordings.conftest import QUICK, Calls


def _small_disk(folder: Path) -> Path:
    own = folder / "recordings"
    own.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(own)], check=True)
    return own


async def main(folder: Path, own: Path) -> None:
    filler = own / "filler"
    filler.write_bytes(bytes(350 * 1024))
    database = Database(f"sqlite+aiosqlite:///{folder / 'faultline.sqlite3'}")
    await schema.upgrade(database)
    calls = Calls(folder)
    conversation = calls.told(10.0)
    file = calls.leave(conversation)
    room = Recordings(database, folder, "node1", spool=folder / "spool", pace=QUICK)
    await room.take(conversation)
    await room.archive.look()
    told: dict[str, Any] = {"full": await _seen(room, database, own, file)}
    filler.unlink()
    room = Recordings(database, folder, "node1", spool=folder / "spool", pace=QUICK)
    await room.archive.look()
    (row,) = await rows(database, RecordingRow)
    told["room"] = await _seen(room, database, own, file) | {"state": row["state"]}
    await database.close()
    sys.stdout.write(json.dumps(told))


async def _seen(room: Recordings, database: Database, own: Path, file: Path) -> dict[str, Any]:
    findings = await rows(database, RecordingFindingRow)
    return {
        "archived": room.archive.archived,
        "open": [row["kind"] for row in findings if row["resolved_at"] is None],
        **_on_disk(own, file),
    }


def _on_disk(own: Path, file: Path) -> dict[str, Any]:
    objects = [
        path for name in ("archive", "unfinished") for path in (own / name).rglob("*") if path.is_file()
    ]
    return {"left": file.exists(), "objects": len(objects)}


DATA = Path(sys.argv[1])
asyncio.run(main(DATA, _small_disk(DATA)))
