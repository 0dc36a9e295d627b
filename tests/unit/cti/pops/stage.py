"""A pop desk on a scripted floor, with the desktop of agent 8001 and another one that read along."""

from typing import Any

import msgspec
from prometheus_client import CollectorRegistry

from cti.live.hub import Hub, Seat
from cti.live.messages import FullState, PopShown, PopWithdrawn
from cti.live.viewer import Viewer
from cti.pops.counters import PopCounters
from cti.pops.pop import Pop
from cti.pops.pop_desk import PopDesk
from cti.routing.queues import DEFAULT_QUEUES, Queues
from tests.unit.cti.pops.scripted_look import ScriptedLook
from tests.unit.cti.scripted_floor import ScriptedFloor
from tests.waiting import until


class Stage:
    """`told(agent)` gives what the agent's desktop was told, in order."""

    def __init__(self, look: ScriptedLook, queues: Queues = DEFAULT_QUEUES, deadline: float = 0.02) -> None:
        self.registry = CollectorRegistry()
        self.live = ScriptedFloor()
        self.look = look
        self.hub = Hub(lambda _: FullState())
        self.posted: list[tuple[str, str, Pop]] = []
        self.pops = PopDesk(
            look,
            self.hub,
            self.live,
            PopCounters(self.registry),
            queues,
            post=lambda *message: self.posted.append(message),
            now=self.live.now,
            deadline=deadline,
            again=0.3,
        )
        self.live.subscribe(self.pops.take)
        self._seats = {agent: self._seat(agent) for agent in ("8001", "8002")}
        self._told: dict[str, list[PopShown | PopWithdrawn]] = {agent: [] for agent in self._seats}
        for agent in self._seats:
            self.live.agent(agent)

    def told(self, agent: str = "8001") -> list[PopShown | PopWithdrawn]:
        stream = self._seats[agent].stream
        while (taken := stream.take()) is not None:
            message: Any = msgspec.json.decode(taken[1], type=PopShown | PopWithdrawn)
            self._told[agent].append(message)
        return self._told[agent]

    def shown(self, agent: str = "8001") -> list[Pop]:
        return [message.pop for message in self.told(agent) if isinstance(message, PopShown)]

    def withdrawn(self, agent: str = "8001") -> list[tuple[str, str]]:
        return [(m.pop, m.why) for m in self.told(agent) if isinstance(m, PopWithdrawn)]

    async def shows(self, count: int, agent: str = "8001") -> list[Pop]:
        """Wait for so many pop messages."""

        async def enough() -> list[Pop]:
            return self.shown(agent) if len(self.shown(agent)) >= count else []

        return await until(enough, seconds=5)

    def figure(self, name: str) -> float:
        return self.registry.get_sample_value(name) or 0.0

    def _seat(self, agent: str) -> Seat:
        viewer = Viewer(person=agent, session=agent, agent=agent)
        seat, _ = self.hub.open(viewer, "", 0, lambda code, reason: None)
        seat.stream.restate()
        return seat
