"""R16 with exact delays: an agent becomes ready 14.9, 15.0 and 15.1 s after a caller began to wait, many at a time.

    python -m bench.faults.instants [--rounds 6]

At 15.0 s F2.1's question begins. Ten callers wait at once, ten agents become ready and answer at that instant;
in every other round the callers hang up at the same instant. Afterwards every call has one closed record, no leg is
left, and every agent is ready again. Needs CAP_NET_RAW.
"""

import argparse
import asyncio
import contextlib
import itertools
from collections import Counter

from bench.calls.house import opened
from bench.faults.kills import AGENTS, SILENT, staffed
from testcalls.caller import TestCaller
from tests.real.floor.desktop import Desktop
from tests.real.served import Served
from tests.real.staff import hire
from tests.waiting import until

DELAYS = (14.9, 15.0, 15.1)
KNOBS = "[globals](+)\nWRAPUP_SECONDS = 1\nRING_SECONDS = 10\nOVERFLOW_SECONDS = 15\n"
_NUMBERS = itertools.count(55570001)


async def waits(head: Desktop, caller: str) -> bool:
    """Whether the caller is in the waiting room."""
    calls = (await head.get("/api/floor"))["calls"]
    return any(call["caller"] == caller and call["stage"] == "waiting" for call in calls)


async def one(served: Served, head: Desktop, agent: Desktop, delay: float, *, leaves: bool) -> str:
    """A caller waits, an agent becomes ready `delay` seconds later; the caller's number."""
    caller = str(next(_NUMBERS))
    loop = asyncio.get_running_loop()
    async with TestCaller(served.house.server, served.house.repertoire, from_number=caller) as line:
        await line.dial("112")
        await line.hears("V1", within=20)
        await line.press("0#")
        assert await until(lambda: waits(head, caller), seconds=20), caller
        began = loop.time()
        await asyncio.sleep(began + delay - loop.time())
        await asyncio.gather(agent.wants("ready"), line.hang_up() if leaves else line.ended(60))
    return caller


async def round_of(
    served: Served, head: Desktop, agents: list[Desktop], delay: float, *, leaves: bool
) -> list[str]:
    """All agents at once; the callers' numbers."""
    for agent in agents:
        await agent.wants("paused", reason="break")
    callers = await asyncio.gather(*(one(served, head, agent, delay, leaves=leaves) for agent in agents))
    await served.house.empty(within=30)
    return list(callers)


async def stuck(head: Desktop) -> list[str]:
    """Agents who are in the middle of something although nobody calls."""
    board = await head.get("/api/floor")
    return [a["extension"] for a in board["agents"] if a["state"] not in ("ready", "paused", "signed_out")]


async def measure(rounds: int) -> None:
    """All delays in turn, and what is left of them."""
    async with opened() as served, contextlib.AsyncExitStack() as stack:
        for extension in AGENTS:
            await hire(
                served.house, f"agent{extension}", "junior_agent", extension=extension, skills={"junior": 1}
            )
        await hire(served.house, "head", "shift_supervisor")
        rx = served.house.asterisk.rx
        await served.house.until(lambda: AGENTS[-1] in rx("pjsip show endpoints"), within=20)
        stack.enter_context(served.house.site("extensions.conf", KNOBS))
        stack.enter_context(served.house.site("pjsip.conf", SILENT))
        await asyncio.to_thread(rx, "module reload res_pjsip.so")
        telephones = await stack.enter_async_context(staffed(served))
        head = await stack.enter_async_context(Desktop(served.house, "head"))
        agents = [await stack.enter_async_context(Desktop(served.house, f"agent{e}")) for e in AGENTS]
        for agent in agents:
            await agent.wants("signed_in")
        seen: list[tuple[float, bool, Counter[str]]] = []
        for number in range(rounds):
            delay, leaves = DELAYS[number % len(DELAYS)], bool(number // len(DELAYS) % 2)
            callers = await round_of(served, head, agents, delay, leaves=leaves)
            assert await until(lambda: nobody_is_stuck(head), seconds=20), await stuck(head)
            rows = [row for row in served.rows("calls") if row["caller"] in callers]
            assert len(rows) == len(callers), "one record a call"
            assert all(row["ended_at"] for row in rows), "closed"
            seen.append((delay, leaves, Counter(str(row["outcome"]) for row in rows)))
            print(f"{delay} s{', callers leave' if leaves else ''}: {dict(seen[-1][2])}", flush=True)
        print(f"{len(telephones.doubled)} offered twice at a time, nobody stuck, no leg left")


async def nobody_is_stuck(head: Desktop) -> bool:
    """Whether every agent is free again."""
    return not await stuck(head)


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    asyncio.run(measure(parser.parse_args().rounds))


if __name__ == "__main__":
    main()
