"""The floor's own clocks: wrap-up ends, and a caller is not kept for one agent for ever.

What is due follows from the floor alone, so that the clocks go on by themselves after a restart.
"""

import asyncio
import time
from collections.abc import Iterator

from cti import dialplan
from cti.ami.actions import Redirect
from cti.ami.link import AmiLink
from cti.floor.events import KeptOver, WrapUpOver
from cti.floor.legs import carrier
from cti.floor.state import AgentState, Floor
from cti.steering.knobs import Knobs
from cti.steering.live_floor import LiveFloor, stamp
from cti.steering.once import once

TICK = 0.25
"""Seconds."""
KEPT_SECONDS = 20.0
"""For so long a caller whose agent's telephone dropped out is kept for that agent."""


def wrapped_up(floor: Floor, now: float, wrapup_seconds: float) -> Iterator[str]:
    """Agents whose time for work after the call has run out. `now`: seconds of the clock that never steps."""
    for agent in floor.agents.values():
        if agent.state is AgentState.WRAP_UP and now - agent.since >= wrapup_seconds:
            yield agent.extension


def kept_long_enough(floor: Floor, now: float) -> Iterator[str]:
    """Calls whose agent did not come back in time."""
    for call in floor.kept:
        if now - floor.calls[call].stage_since >= KEPT_SECONDS:
            yield call


class Clocks:
    """Run `run()` as a task."""

    def __init__(self, live: LiveFloor, link: AmiLink, knobs: Knobs) -> None:
        self.live = live
        self.link = link
        self.knobs = knobs

    async def run(self) -> None:
        """Tick until cancelled."""
        while True:
            await self.tick()
            await asyncio.sleep(TICK)

    async def tick(self) -> None:
        """Whatever is due now."""
        floor, now = self.live.floor, time.monotonic()
        for agent in list(wrapped_up(floor, now, self.knobs.wrapup_seconds)):
            self.live.act(WrapUpOver(**stamp(), agent=agent))
        for call in list(kept_long_enough(floor, now)):
            leg = carrier(floor, floor.calls[call])
            self.live.act(KeptOver(**stamp(), leg=call))
            # Should this not reach Asterisk, the dialplan's own KEPT_SECONDS bring the caller there.
            await once(self.link, Redirect(leg, dialplan.WAITING, "s"))
