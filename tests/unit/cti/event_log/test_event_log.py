"""The event log: order kept, torn lines passed over, a full disk survived, bounded start (R10, R11)."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cti.event_log.checkpoint import FILE
from cti.event_log.entry import from_line, line_head, to_line
from cti.event_log.log import EventLog
from cti.event_log.reading import read, restored
from cti.event_log.replay import Replay
from cti.event_log.retention import prune
from cti.floor.apply import apply
from cti.floor.events import FloorEvent
from cti.floor.figures import Figures
from cti.floor.state import Floor
from desk.journal.seal import BrokenLine
from tests.unit.cti.event_log.events import T, ups
from tests.unit.cti.floor.sequences import EVENTS, story

NODE = "node1"


def until(condition: object, what: str) -> None:
    deadline = time.monotonic() + 10
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, what
        time.sleep(0.005)


def sequences(folder: Path) -> list[int]:
    return [entry.sequence for entry in read(folder, NODE)]


@given(EVENTS)
def test_every_event_comes_back_as_it_was(event: FloorEvent) -> None:
    entry = from_line(to_line(line_head(NODE, "b1"), 7, event))
    assert (entry.node, entry.boot, entry.sequence, entry.event) == (NODE, "b1", 7, event)


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: int, by: int) -> None:
    line = bytearray(to_line(line_head(NODE, "b1"), 7, ups(1)[0]))
    place %= len(line) - 1
    line[place] ^= by
    with pytest.raises(BrokenLine):
        from_line(bytes(line))


def test_the_log_is_read_in_the_order_of_starts_and_events(tmp_path: Path) -> None:
    for _ in range(3):
        log = EventLog(tmp_path, NODE, part_bytes=2_000)
        for event in ups(50):
            log.append(event)
        log.close()
    entries = list(read(tmp_path, NODE))
    assert [entry.sequence for entry in entries] == [*range(1, 51)] * 3
    assert [entry.boot for entry in entries] == sorted(entry.boot for entry in entries)
    middle = entries[75]
    rest = list(read(tmp_path, NODE, boot=middle.boot, after=middle.sequence))
    assert rest == entries[76:]
    assert len(list(read(tmp_path, NODE, since=T + 40))) == 30


def test_a_torn_line_costs_itself_alone(tmp_path: Path) -> None:
    log = EventLog(tmp_path, NODE)
    for event in ups(5):
        log.append(event)
    log.close()
    [part] = log.folder.parts(NODE, log.boot)
    lines = part.read_bytes().splitlines(keepends=True)
    part.write_bytes(b"".join([*lines[:2], lines[2][:30], b"\n", *lines[3:], lines[0][:50]]))
    assert sequences(tmp_path) == [1, 2, 4, 5]


def on_a_small_disk(folder: Path, backlog: int) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.unit.cti.event_log.small_disk", str(folder), str(backlog)]
    told: dict[str, object] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told


def test_a_full_disk_keeps_the_order_and_says_so(tmp_path: Path) -> None:
    """R11: lines wait while nothing can be written, and follow in their order; nothing is left torn."""
    told = on_a_small_disk(tmp_path, 1_000)
    assert told["alarm"]
    assert (told["lost"], told["last"], told["torn"]) == (0, 40, False)
    assert sequences(tmp_path) == list(range(1, 41))


def test_a_backlog_has_an_end_and_what_is_lost_is_counted(tmp_path: Path) -> None:
    told = on_a_small_disk(tmp_path, 25)
    assert told["waiting"] == 25
    found = sequences(tmp_path)
    assert told["lost"] == 40 - len(found) > 0
    assert found == sorted(found)


def test_a_start_goes_on_from_the_checkpoint(tmp_path: Path) -> None:
    events, floor = story(), Floor(node=NODE)
    log = EventLog(tmp_path, NODE)
    for number, event in enumerate(events):
        log.append(event)
        apply(floor, event)
        if number == 10:
            log.checkpoint(floor)
            until((tmp_path / NODE / FILE).exists, "the checkpoint is there")
    log.close()
    assert restored(tmp_path, NODE) == floor
    (tmp_path / NODE / FILE).write_text("{torn")
    assert restored(tmp_path, NODE) == floor, "without it the whole log is folded"


@settings(max_examples=30, deadline=None)
@given(st.lists(EVENTS, max_size=60))
def test_a_replay_gives_the_floor_and_the_figures_as_they_were_live(
    tmp_path_factory: pytest.TempPathFactory, events: list[FloorEvent]
) -> None:
    folder = tmp_path_factory.mktemp("log")
    log, floor, figures = EventLog(folder, NODE), Floor(node=NODE), Figures()
    for event in events:
        log.append(event)
        figures.note(event, apply(floor, event))
    log.close()
    replay = Replay()
    replay.take(read(folder, NODE))
    assert replay.figures == figures
    assert replay.floors.get(NODE, Floor(node=NODE)) == floor


def test_old_parts_go_and_the_newest_stays(tmp_path: Path) -> None:
    logs = []
    for _ in range(3):
        log = EventLog(tmp_path, NODE, part_bytes=1_000)
        for event in ups(30):
            log.append(event)
            until(lambda log=log: log.waiting == 0, "written")  # type: ignore[misc]
        log.close()
        logs.append(log)
    files = [part for log in logs for part in log.folder.parts(NODE, log.boot)]
    assert len(files) > 9
    for part in files[:4]:
        os.utime(part, (0, 0))
    assert prune(tmp_path, NODE, keep_days=1, keep_bytes=10**9) == 4, "by age"
    assert prune(tmp_path, NODE, keep_days=1, keep_bytes=1) == len(files) - 5, "by size, but for the newest"
    assert sequences(tmp_path)[-1] == 30
    assert logs[-1].folder.boots(NODE) == [logs[-1].boot]


KILLED = """
import sys
from pathlib import Path
from cti.event_log.log import EventLog
from tests.unit.cti.event_log.events import ups
log = EventLog(Path(sys.argv[1]), "node1")
for event in ups(500):
    log.append(event)
while log.waiting:
    pass
print("written", flush=True)
while True:
    for event in ups(100):
        log.append(event)
"""


def test_kill_9_leaves_everything_that_was_written_and_no_gap(tmp_path: Path) -> None:
    """R7: whatever instant the process dies at, what is left is a beginning of the log without holes."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    found = sequences(tmp_path)
    assert len(found) >= 500
    assert found == list(range(1, len(found) + 1))
