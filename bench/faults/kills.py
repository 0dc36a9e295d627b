"""R7 at its scale: the service is killed with -9 again and again at random, under 50 calls that come and go.

    python -m bench.faults.kills [--kills 100] [--calls 50]

SIPp keeps the callers coming, ten telephones answer and hang up. After each kill the service is started again and its
floor compared with Asterisk's own channels until both say the same of every caller, stage and agent. Nobody is made
ready by the bench but an agent who is paused because a call was not taken, as people do it themselves. In the end every
call has exactly one record that is closed, no agent rang twice for one call at a time, everybody is ready. Needs
CAP_NET_RAW.
"""

import argparse
import asyncio
import contextlib
import random
import statistics
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

from bench.calls.house import opened
from bench.faults.same_floor import differences
from testcalls.agent_phone import AgentPhone, IncomingCall
from testcalls.sip_digest import Credentials
from tests.real.conftest import AGENT_SECRET
from tests.real.floor.desktop import Desktop
from tests.real.served import Served
from tests.real.sipp_load import Keys, Stay, load
from tests.real.staff import hire
from tests.waiting import until

AGENTS = [str(8001 + number) for number in range(10)]
SILENT = "".join(f"[{name}](+)\nrtp_timeout = 0\n" for name in ("trunk", *AGENTS))
"""Neither SIPp nor the telephones send sound here."""
KNOBS = "[globals](+)\nWRAPUP_SECONDS = 1\nRING_SECONDS = 15\nOVERFLOW_SECONDS = 600\n"
GOAL_SECONDS = 2.0
NOT_TAKEN = "no answer"
"""Reason of a pause that a kill while a telephone rings may well bring about."""
TALK_SECONDS = (3.0, 9.0)
UP_SECONDS = (0.3, 4.0)
"""From ready to the next kill."""
DOWN_SECONDS = (0.0, 0.0, 0.0, 1.0, 6.0, 13.0)
"""From a kill to the next start; past 10 s Asterisk's own queue serves."""


class Telephones:
    """Agents' telephones that answer everything; `doubled`: rang while the same call was ringing there already."""

    def __init__(self) -> None:
        self.answered: Counter[str] = Counter()
        self.doubled: list[str] = []
        self._ringing: set[tuple[str, str]] = set()

    async def serve(self, extension: str, phone: AgentPhone) -> None:
        """Until cancelled."""
        while True:
            ringing = await phone.rings(within=3600)
            name = extension, ringing.header("X-Faultline-Call")
            if name in self._ringing:
                self.doubled.append(f"{name}")
            self._ringing.add(name)
            with contextlib.suppress(TimeoutError):
                await self._talk(ringing)
            self._ringing.discard(name)

    async def _talk(self, ringing: IncomingCall) -> None:
        await ringing.answer()
        self.answered[ringing.header("X-Faultline-Call")] += 1
        try:
            await ringing.ended(random.uniform(*TALK_SECONDS))
        except TimeoutError:
            await ringing.hang_up()


@contextlib.asynccontextmanager
async def staffed(served: Served) -> AsyncIterator[Telephones]:
    """Ten agents at their telephones, ready; the service gives them their desktops back after each start."""
    telephones = Telephones()
    async with contextlib.AsyncExitStack() as stack:
        for extension in AGENTS:
            credentials = Credentials(extension, AGENT_SECRET)
            phone = AgentPhone(served.house.server, served.house.repertoire, credentials)
            await stack.enter_async_context(phone)
            serving = asyncio.create_task(telephones.serve(extension, phone))
            stack.callback(serving.cancel)
        yield telephones


async def desktops(served: Served, stack: contextlib.AsyncExitStack) -> list[Desktop]:
    """Everybody's, ready for calls."""
    there = []
    for extension in AGENTS:
        desktop = await stack.enter_async_context(Desktop(served.house, f"agent{extension}"))
        await desktop.wants("signed_in")
        await desktop.wants("ready")
        there.append(desktop)
    return there


async def same_floor(served: Served, head: Desktop) -> float:
    """Seconds until floor and Asterisk say the same. Raises AssertionError past 20."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while True:
        board = await head.get("/api/floor")
        found = differences(board, await asyncio.to_thread(served.house.channels))
        if not found:
            return loop.time() - begun
        assert loop.time() - begun < 20, found
        await asyncio.sleep(0.05)


async def kill_and_start(served: Served, head: Desktop, agents: list[Desktop], paused: Counter[str]) -> float:
    """One kill; seconds from ready to a right floor. `paused`: reasons of those who had to make themselves ready."""
    await served.kill()
    await asyncio.sleep(random.choice(DOWN_SECONDS))
    await served.start()
    right = await same_floor(served, head)
    for desktop in agents:
        await desktop.connect()
        me = await desktop.get("/api/agents/me")
        if me["state"] == "paused":
            paused[me["reason"]] += 1
            if me["reason"] == NOT_TAKEN:
                await desktop.wants("ready")
    return right


async def everybody_ready(agents: list[Desktop]) -> list[str]:
    """States of those who are not ready 20 s after the last call; nobody helps."""
    states: list[str] = []

    async def ready() -> bool:
        states[:] = [(await desktop.get("/api/agents/me"))["state"] for desktop in agents]
        return set(states) == {"ready"}

    await until(ready, seconds=20)
    return [state for state in states if state != "ready"]


async def everybody_hired(served: Served) -> None:
    """Ten agents and the head."""
    for extension in AGENTS:
        name, skills = f"agent{extension}", {"junior": 1}
        await hire(served.house, name, "junior_agent", extension=extension, skills=skills)
    await hire(served.house, "head", "shift_supervisor")


async def measure(kills: int, calls: int) -> None:
    """Place the calls, kill, compare, and print what was seen."""
    async with opened() as served, contextlib.AsyncExitStack() as stack:
        await everybody_hired(served)
        rx = served.house.asterisk.rx
        await served.house.until(lambda: AGENTS[-1] in rx("pjsip show endpoints"), within=20)
        stack.enter_context(served.house.site("extensions.conf", KNOBS))
        stack.enter_context(served.house.site("pjsip.conf", SILENT))
        await asyncio.to_thread(rx, "module reload res_pjsip.so")
        telephones = await stack.enter_async_context(staffed(served))
        head = await stack.enter_async_context(Desktop(served.house, "head"))
        agents = await desktops(served, stack)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faultline-bench-")))
        placing = asyncio.create_task(callers(served, folder, calls, calls * (kills + 5)))
        right: list[float] = []
        paused: Counter[str] = Counter()
        for number in range(kills):
            await asyncio.sleep(random.uniform(*UP_SECONDS))
            right.append(await kill_and_start(served, head, agents, paused))
            up = len(served.house.channels())
            print(f"kill {number + 1}: {up} legs, right {right[-1]:.2f} s after ready", flush=True)
        placing.cancel()
        await asyncio.gather(placing, return_exceptions=True)
        rx("channel request hangup all")
        await served.house.empty(within=60)
        await same_floor(served, head)
        print(f"paused after a kill: {dict(paused)}")
        stuck = await everybody_ready(agents)
        await report(served, telephones, right, stuck + [reason for reason in paused if reason != NOT_TAKEN])


async def callers(served: Served, folder: Path, at_once: int, calls: int) -> None:
    """Callers who press 0 and wait for an agent."""
    steps = (Keys(4.0, "0#"), Stay(40.0))
    server = served.house.server
    await load(server, folder, number="112", calls=calls, rate=5, at_once=at_once, steps=steps, limit=7200)


async def report(served: Served, telephones: Telephones, right: list[float], stuck: list[str]) -> None:
    """What is left of the calls. `stuck`: states and reasons of agents who cannot take calls."""
    rows: list[dict[str, object]] = []

    async def closed() -> bool:
        rows[:] = served.rows("calls")
        return all(row["ended_at"] for row in rows)

    await until(closed, seconds=30)
    still_open = [row["call"] for row in rows if not row["ended_at"]]
    twice = [call for call, times in Counter(row["call"] for row in rows).items() if times > 1]
    middle, worst = statistics.median(right), max(right)
    print(f"{len(right)} kills; floor right after {middle:.2f} s in the middle, {worst:.2f} s at worst")
    print(f"{len(rows)} calls, {len(still_open)} not closed, {len(twice)} with two records")
    print(f"{sum(telephones.answered.values())} answered, {len(telephones.doubled)} offered twice at a time")
    print(f"{len(stuck)} agents stuck {stuck}")
    good = not (still_open or twice or telephones.doubled or stuck) and worst <= GOAL_SECONDS
    print("met" if good else "missed")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--calls", type=int, default=50)
    options = parser.parse_args()
    asyncio.run(measure(options.kills, options.calls))


if __name__ == "__main__":
    main()
