"""A floor for the bench: the real fold, fed with calls at a steady pace; who answers is free again at once."""

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from cti.floor import events as e
from cti.floor.apply import apply
from cti.floor.changes import Change
from cti.floor.state import Floor
from cti.steering.live_floor import Listener, stamp


class BenchFloor:
    """`seconds` collects the latencies of the pops that desktops acknowledged."""

    def __init__(self, agents: Sequence[str]) -> None:
        self.floor = Floor()
        self.seconds: list[float] = []
        self.events = 0
        self._listeners: list[Listener] = []
        self._free = deque(agents)
        self._numbers = itertools.count()
        for agent in agents:
            self._say(e.AgentKnown, agent=agent, name="Sample", skills={"junior": 1})
            self._say(e.DeviceSeen, agent=agent, reachable=True)
            self._say(e.SignedIn, agent=agent, by=agent)
            self._say(e.WantsReady, agent=agent, by=agent)

    def act(self, event: e.FloorEvent) -> Sequence[Change]:
        """Fold, and tell."""
        self.events += 1
        if isinstance(event, e.PopAcknowledged):
            self.seconds.append(event.seconds)
        changes = apply(self.floor, event)
        for listener in self._listeners:
            listener(event, changes)
        return changes

    def subscribe(self, listener: Listener) -> None:
        """As the live floor does."""
        self._listeners.append(listener)

    async def calls(self, a_second: float, seconds: float) -> None:
        """So many calls, evenly; each talks for two seconds."""
        end, due = time.monotonic() + seconds, time.monotonic()
        async with asyncio.TaskGroup() as group:
            while due < end:
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                due += 1 / a_second
                group.create_task(self._call())

    async def _call(self) -> None:
        number = next(self._numbers)
        agent, call, offer = self._free.popleft(), f"c{number}", f"o{number}"
        leg, ours = f"{offer}-leg", {"linkedid": call}
        line = f"5550{number % 1000:04}"
        self._say(
            e.LegBegan, leg=call, channel=f"PJSIP/trunk-{call}", endpoint="trunk", number=line,
            dialled="112", ringing=True, **ours,
        )  # fmt: skip
        self._say(e.LegUp, leg=call, **ours)
        self._say(e.Waiting, leg=call, queue="junior", since=time.time(), line_number=line, **ours)
        self._say(e.OfferMade, offer=offer, leg=call, agent=agent, lease=5.0, **ours)
        self._say(e.LegBegan, leg=leg, channel=f"PJSIP/{agent}-{leg}", endpoint=agent, **ours)
        self._say(e.LegRinging, leg=leg, **ours)
        await asyncio.sleep(0.5)
        self._say(e.LegUp, leg=leg, **ours)
        self._say(e.Conversation, leg=call, agent=agent, offer=offer, file=f"{call}.wav", **ours)
        await asyncio.sleep(1.5)
        self._say(e.LegEnded, leg=leg, cause=16, **ours)
        self._say(e.LegEnded, leg=call, cause=16, **ours)
        self._say(e.WrapUpOver, agent=agent)
        self._free.append(agent)

    def _say(self, kind: type[e.FloorEvent], **values: Any) -> None:
        self.act(kind(**stamp(), **values))
