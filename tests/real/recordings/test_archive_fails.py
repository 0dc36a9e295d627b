"""K12, R11: an archive without its key, killed in its work, or on a full disk loses nothing and holds up nobody."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from desk.database.database import Database
from desk.models import RecordingEventRow, RecordingRow
from tests.real.desk.rows import rows
from tests.real.recordings.conftest import Calls, OpenRoom
from tests.real.recordings.filing import filed, findings, heard_again, only
from tests.recorded import talk

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[3]


async def test_a_key_that_is_gone_holds_up_nobody(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    """What can't be filed stays in the spool, is listed, and is filed once it can be."""
    room = open_room(encrypted=True)
    broken, told = calls.told(), calls.told()
    file = calls.leave(broken)
    secrets = file.parents[1] / "secrets"
    secrets.mkdir()
    (secrets / "recordings-1.key").write_text("no key")
    await filed(room, broken)
    assert (await findings(database), file.exists(), room.archive.failed) == (
        [("waiting", None, None, None)],
        True,
        1,
    )
    (secrets / "recordings-1.key").unlink()
    calls.leave(told)
    await filed(room, told)
    assert (await only(database))["call"] == told.call
    await filed(open_room(encrypted=True))
    assert len(await rows(database, RecordingRow)) == 2
    assert await findings(database) == []


async def test_killed_in_the_middle(
    database_url: str, calls: Calls, tmp_path: Path, open_room: OpenRoom, database: Database
) -> None:
    """kill -9 before any step on the disk: after the next start each conversation is in the archive once, whole."""
    told = [calls.told(20.0) for _ in range(5)]
    for conversation in told:
        calls.leave(conversation)
    for step in (3, 40):
        await asyncio.to_thread(_killed_before, step, database_url, str(tmp_path / "data"), str(len(told)))
    room = open_room(encrypted=True)
    await room.archive.look()
    found = await rows(database, RecordingRow)
    assert sorted(row["file"] for row in found) == sorted(one.file for one in told)
    for row in found:
        assert (row["state"], row["handed_over"]) == ("ok", True)
        assert room.vault.store.digest(row["storage_key"]) == row["sha256"]
        assert np.array_equal(await heard_again(room, row["id"]), talk(20.0))
    archive = tmp_path / "data" / "recordings" / "archive"
    assert len([path for path in archive.rglob("*") if path.is_file()]) == len(told)
    assert [path.name for path in calls.spool.iterdir()] == [".lock"]
    assert await findings(database) == []
    assert len(await rows(database, RecordingEventRow)) == len(told)


def _killed_before(step: int, *arguments: str) -> None:
    """An archive at work that is killed with -9 before its n-th step on the disk."""
    command = [sys.executable, "-m", "tests.real.recordings.archiving", *arguments, str(step)]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_the_archives_disk_is_full(tmp_path: Path) -> None:
    """R11: nothing is lost; the recording stays in the spool, is listed, and is filed once there is room."""
    namespace = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    command = [*namespace, sys.executable, "-m", "tests.real.recordings.full_archive", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["full"] == {"archived": 0, "left": True, "open": ["waiting"], "objects": 0}
    assert told["room"] == {"archived": 1, "left": False, "open": [], "objects": 1, "state": "ok"}
