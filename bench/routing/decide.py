"""How long one decision of the router takes: who of 5,000 agents gets which of 500 waiting calls.

    python -m bench.routing.decide [--write]

Milliseconds of CPU, middle and worst of 200 decisions, each on data of its own; and the upkeep of the
two structures, which the ratio of a small to a large floor shows to be O(log n).
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable

from bench.fastagi.page import write
from cti.routing.offers import offers
from cti.routing.queues import DEFAULT_QUEUES
from cti.routing.ready_agents import ReadyAgent, ReadyAgents
from cti.routing.waiting_room import WaitingCall, WaitingRoom

AGENTS, CALLS = 5_000, 500
ROUNDS = 200
QUEUES = sorted(DEFAULT_QUEUES)
TITLE = "## Decision of the router"


def _waiting(chance: random.Random, count: int) -> WaitingRoom:
    room = WaitingRoom()
    for number in range(count):
        refused = {f"{chance.randrange(8001, 8999)}": 2_000.0 for _ in range(chance.randrange(3))}
        room.put(
            WaitingCall(
                call=f"node1-{number}.1",
                queue=chance.choice(QUEUES),
                since=chance.uniform(0, 900),
                priority=chance.choice((0, 0, 0, 0, 1)),
                preferred=f"{chance.randrange(8001, 8999)}" if chance.random() < 0.2 else "",
                refused_by=refused,
            )
        )
    return room


def _ready(chance: random.Random, count: int) -> ReadyAgents:
    ready = ReadyAgents(DEFAULT_QUEUES)
    for number in range(count):
        skills = {queue: chance.randint(1, 3) for queue in chance.sample(QUEUES, chance.randint(1, 4))}
        ready.put(ReadyAgent(extension=str(8001 + number), skills=skills, since=chance.uniform(0, 900)))
    return ready


def _decisions(calls: int, agents: int) -> tuple[float, float, int]:
    """Middle and worst milliseconds, and how many offers were made."""
    times, made = [], 0
    for seed in range(ROUNDS):
        chance = random.Random(seed)
        waiting, ready = _waiting(chance, calls), _ready(chance, agents)
        start = time.process_time()
        made = len(offers(waiting, ready, 1_000.0))
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times), max(times), made


def _upkeep(agents: int) -> float:
    """Microseconds to take one agent out and put one in, on a floor of so many."""
    chance = random.Random(1)
    ready = _ready(chance, agents)
    extensions = [str(8001 + number) for number in range(agents)]

    def turn() -> None:
        name = chance.choice(extensions)
        known = ready.get(name)
        ready.remove(name)
        if known is not None:
            ready.put(known)

    return min(_each(turn) for _ in range(5))


def _each(work: Callable[[], None], count: int = 5_000) -> float:
    start = time.process_time()
    for _ in range(count):
        work()
    return (time.process_time() - start) / count * 1e6


def main() -> None:
    """Measure, print, and write if asked to."""
    options = argparse.ArgumentParser()
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()
    rows = [
        ("enough agents", *_decisions(CALLS, AGENTS)),
        ("ten agents free", *_decisions(CALLS, 10)),
        ("nobody free", *_decisions(CALLS, 0)),
        ("one caller", *_decisions(1, AGENTS)),
    ]
    small, large = _upkeep(50), _upkeep(AGENTS)
    text = f"""`python -m bench.routing.decide --write`: {CALLS} waiting calls, up to {AGENTS:,} ready agents
with one to four skills of four queues, refusals and preferred agents mixed in;
{ROUNDS} decisions each on data of its own; CPU time. Goal: 5 ms.

| floor | middle, ms | worst, ms | offers |
| --- | --- | --- | --- |
"""
    text += "".join(
        f"| {name} | {middle:.2f} | {worst:.2f} | {made} |\n" for name, middle, worst, made in rows
    )
    text += f"\nAn agent taken out and put in again: {small:.1f} µs among 50, {large:.1f} µs among {AGENTS:,}"
    text += f" (ratio {large / small:.2f}).\n"
    print(text)
    if asked.write:
        write(TITLE, text)


if __name__ == "__main__":
    main()
