"""Events folded and stored per second, and what an event costs with 10 and with 5,000 agents.

`.venv/bin/python -m bench.floor.events [--write]`. One core: the fold and the log's own thread share it.
"""

import argparse
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.fastagi.page import write
from bench.floor.calls import EVENTS_A_CALL, events, staffed
from cti.event_log.log import EventLog
from cti.event_log.reading import read
from cti.event_log.replay import Replay
from cti.floor.apply import apply
from cti.floor.events import FloorEvent
from cti.floor.figures import Figures

TITLE = "## Events of the live floor"
STORED = 9_000 * EVENTS_A_CALL
FOLDED = 2_000 * EVENTS_A_CALL
ROUNDS = 15
GOAL, GOAL_RATIO = 20_000, 1.2


def stored_per_second(folder: Path) -> tuple[float, float, int]:
    """Events a second folded, counted and stored, synced to the disk at the end; then replayed; bytes of one."""
    floor, figures, stream = staffed(100), Figures(), events(100, STORED)
    log = EventLog(folder, "node1")
    began = time.perf_counter()
    for event in stream:
        log.append(event)
        figures.note(event, apply(floor, event))
    log.close()
    stored = STORED / (time.perf_counter() - began)
    assert log.lost == 0
    assert log.written == STORED
    size = sum(part.stat().st_size for part in (folder / "node1").glob("*.jsonl"))
    began = time.perf_counter()
    replay = Replay()
    replay.take(read(folder, "node1"))
    return stored, STORED / (time.perf_counter() - began), size // STORED


def microseconds(agents: int, stream: Sequence[FloorEvent]) -> float:
    """Cost of one event in the fold alone, on a floor with so many agents."""
    floor = staffed(agents)
    gc.collect()
    began = time.perf_counter()
    for event in stream:
        apply(floor, event)
    took = time.perf_counter() - began
    assert floor.odd == 0
    assert not floor.calls
    return took / len(stream) * 1e6


def costs() -> tuple[float, float]:
    """Medians with 10 and with 5,000 agents, taken in turn so that both see the same machine."""
    streams = {agents: events(agents, FOLDED) for agents in (10, 5_000)}
    gc.disable()
    rounds = [[microseconds(agents, stream) for agents, stream in streams.items()] for _ in range(ROUNDS)]
    gc.enable()
    few, many = zip(*rounds, strict=True)
    return statistics.median(few), statistics.median(many)


def main() -> None:
    """Print the figures, and with --write put them into docs/performance.md."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--write", action="store_true")
    to_page = arguments.parse_args().write
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory(dir=".") as folder:
        stored, replayed, size = stored_per_second(Path(folder))
    few, many = costs()
    text = f"""
One core; a stream of calls that wait, are offered, talk and end ({EVENTS_A_CALL} events each), 100 agents. Stored:
encoded with its checksum, written and synced by the log's thread, the last sync included.

| | measured | goal |
| --- | --- | --- |
| events folded, counted and stored per second | {stored:,.0f} | {GOAL:,} |
| events read back and folded per second (`faultline replay`) | {replayed:,.0f} | |
| bytes of an event in the log | {size} | |
| cost of an event in the fold, 10 agents | {few:.2f} µs | |
| the same, 5,000 agents | {many:.2f} µs | |
| ratio | {many / few:.2f} | {GOAL_RATIO} |
"""
    print(text)
    if to_page:
        write(TITLE, text)


if __name__ == "__main__":
    main()
