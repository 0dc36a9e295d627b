"""R11: the disk is full while a caller is recorded; the call goes on, operators learn of it, the recording is marked."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[3]


def _on_a_small_disk(place: str, folder: Path, prompts: Path) -> Any:
    """What `full_disk_call` tells; its mount is seen by itself alone and goes with it."""
    namespace = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    command = [*namespace, sys.executable, "-m", "tests.real.faults.full_disk_call", place, folder, prompts]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("recordings", id="only recordings: the call goes on to its end"),
        pytest.param("data", id="journal and database too: stored once there is room again"),
    ],
)
def test_the_disk_fills_up_while_a_caller_speaks(place: str, tmp_path: Path, prompts: Path) -> None:
    told = _on_a_small_disk(place, tmp_path, prompts)
    assert told["before"] == 200
    assert told["alarm_seconds"] < 10, "the row's own limit, which the service promises"
    assert "MB are free in" in told["alarm"]
    assert told["metrics"] == ["faultline_disk_alarm 1.0", "faultline_recordings_truncated_total 1.0"]
    assert told["report"] == ["55500301", True, "87650001"]
    assert told["noted"]
    assert 0 < told["seconds"] < 9
