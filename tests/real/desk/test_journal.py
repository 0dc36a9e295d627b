"""The journal on a real disk: nothing that was acknowledged is lost (R10, R11)."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk.journal.fact import Fact
from desk.journal.files import JournalFolder, Reader
from desk.journal.journal import Clock, Journal

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    """A journal with small parts."""
    journal = Journal(tmp_path / "journal", "node1", part_bytes=2_000)
    yield journal
    await journal.close(applied=False)


def _append(journal: Journal, count: int) -> int:
    for _ in range(count):
        last = journal.append("step", "c1", {"name": "V1", "at_seconds": 0.5}, visit="v1")
    return last


def _all(journal: Journal) -> list[Fact]:
    return Reader(journal.folder, journal.node, journal.boot).read(10_000)


async def test_what_was_appended_is_read_in_order(journal: Journal) -> None:
    last = _append(journal, 50)
    assert [fact.sequence for fact in _all(journal)] == list(range(1, last + 1))
    assert [fact.sequence for fact in journal.read(20)] == list(range(1, 21))
    assert [fact.sequence for fact in journal.read(1000)] == list(range(21, last + 1))
    assert journal.read(1000) == []
    _append(journal, 1)
    assert [fact.sequence for fact in journal.read(1000)] == [last + 1]


async def test_nobody_else_may_read_it(journal: Journal) -> None:
    _append(journal, 30)
    files = list(journal.folder.path.iterdir())
    assert len(files) > 2
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert journal.folder.path.stat().st_mode & 0o777 == 0o700


async def test_parts_go_when_all_their_facts_are_applied(journal: Journal) -> None:
    last = _append(journal, 50)
    before = len(journal.folder.parts("node1", journal.boot))
    assert before > 2
    assert journal.has_complete_part(last)
    first_of_second_part = Fact.parse(
        journal.folder.part("node1", journal.boot, 2).read_bytes().splitlines(keepends=True)[0]
    ).sequence
    journal.remove_complete_parts(first_of_second_part)
    assert len(journal.folder.parts("node1", journal.boot)) == before - 1
    journal.remove_complete_parts(last)
    assert len(journal.folder.parts("node1", journal.boot)) == 1


async def test_durable_means_synced(journal: Journal) -> None:
    last = _append(journal, 10)
    async with asyncio.timeout(30):
        await journal.durable(last)


async def test_closed_with_everything_applied_leaves_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", "node1")
    _append(journal, 3)
    await journal.close(applied=True)
    assert list((tmp_path / "journal").iterdir()) == []


DAMAGE = [
    ("torn last line", b'{"node":"node1","boot":"b","seq":', 0),
    ("hole of a power cut", b"\0" * 300 + b"\n", 0),
    ("garbage with a good line behind it", b"garbage\n", 1),
]


@pytest.mark.parametrize(("what", "damage", "behind"), DAMAGE, ids=[row[0] for row in DAMAGE])
async def test_damage_costs_no_other_line(journal: Journal, what: str, damage: bytes, behind: int) -> None:
    last = _append(journal, 5)
    part = journal.folder.parts("node1", journal.boot)[-1]
    with part.open("ab") as file:
        file.write(damage)
    last = _append(journal, behind) if behind else last
    assert [fact.sequence for fact in _all(journal)] == list(range(1, last + 1))


@pytest.mark.parametrize("promise", ["kept", "durable"])
def test_a_killed_process_loses_nothing_that_it_acknowledged(tmp_path: Path, promise: str) -> None:
    """R10: kill -9 in mid-append, over several parts."""
    command = [sys.executable, "-m", "tests.real.desk.appending", str(tmp_path), promise]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        boot = process.stdout.readline().split()[1]
        acknowledged = 0
        while acknowledged < 300:
            acknowledged = int(process.stdout.readline())
        process.kill()
        rest = process.stdout.read().splitlines(keepends=True)
    acknowledged = max([acknowledged, *(int(line) for line in rest if line.endswith("\n"))])
    facts = Reader(JournalFolder(tmp_path), "node1", boot).read(1_000_000)
    sequences = [fact.sequence for fact in facts]
    assert sequences == list(range(1, len(sequences) + 1))
    assert len(sequences) >= acknowledged


def test_a_full_disk_never_reaches_the_dialog(tmp_path: Path) -> None:
    """R11, R10: an alarm, whole lines only, nothing lost once there is room."""
    command = [sys.executable, "-m", "tests.real.desk.small_disk", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["alarm"]
    assert told["size"] <= 2_000
    assert told["readable"] == list(range(1, 61))  # what waits for room can be carried over already
    assert (told["alarm_after"], told["lost"]) == ("", 0)
    facts = Reader(JournalFolder(tmp_path), "node1", told["boot"]).read(1000)
    assert [fact.data["name"] for fact in facts] == [f"s{index}" for index in range(60)]


async def test_a_living_process_keeps_its_lock(journal: Journal) -> None:
    folder = JournalFolder(journal.folder.path)
    assert folder.boots("node1") == [journal.boot]
    assert folder.boots("node2") == []
    with folder.locked("node1", journal.boot) as ours:
        assert not ours
    await journal.close(applied=False)
    with folder.locked("node1", journal.boot) as ours:
        assert ours


async def test_the_wall_clock_may_step(tmp_path: Path) -> None:
    """R18: the order is that of the sequence, and monotonic time is kept beside the wall's."""
    wall = datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)
    steps = iter([wall, wall - timedelta(hours=1), wall + timedelta(days=1)])
    ticks = iter([10.0, 11.0, 12.0])
    journal = Journal(tmp_path, "node1", clock=Clock(wall=lambda: next(steps), monotonic=lambda: next(ticks)))
    _append(journal, 3)
    facts = _all(journal)
    assert [fact.sequence for fact in facts] == [1, 2, 3]
    assert [fact.mono for fact in facts] == [10.0, 11.0, 12.0]
    assert facts[1].at < facts[0].at < facts[2].at
    await journal.close(applied=False)
