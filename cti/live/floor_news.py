"""What the floor's changes mean for desktops: own state and calls at once, the board every half second.

The board collects what has changed and sends each thing once as it stands then, so that a busy second costs a
supervisor's desktop no more than a quiet one.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cti.floor.changes import (
    AgentChanged,
    AgentMoved,
    CallAnswered,
    CallBegan,
    CallChanged,
    CallEnded,
    CallMoved,
    CallRinging,
    Change,
    OfferClosed,
)
from cti.floor.events import FloorEvent
from cti.floor.state import Floor
from cti.live.hub import Hub
from cti.live.messages import Board, OwnAgent, OwnCall, OwnCallOver
from cti.live.viewer import BOARD, agent_topic
from cti.routing.queues import Queues
from cti.steering.live_floor import LiveFloor
from cti.views.agents import agent_view
from cti.views.board import BoardView
from cti.views.calls import call_view
from cti.views.hour import Hour
from cti.views.moment import Moment
from cti.views.queues import QueueView, queue_views
from cti.views.service_level import ServiceLevels

BOARD_SECONDS = 0.5
QUEUES_EVERY = 20
"""Rounds of the board after which the queues' figures are told anyway: their half hour passes while nothing happens."""


@dataclass(slots=True)
class _Stale:
    """What the board has not been told yet."""

    agents: dict[str, None] = field(default_factory=dict)
    calls: dict[str, None] = field(default_factory=dict)


class FloorNews:
    """Subscribe `take` to the floor, run `run`. `queues`: the site's."""

    def __init__(
        self,
        hub: Hub,
        live: LiveFloor,
        queues: Queues,
        now: Callable[[], Moment] = Moment.now,
    ) -> None:
        self._hub = hub
        self._live = live
        self._queues = queues
        self._now = now
        self.levels = ServiceLevels()
        self.hour = Hour()
        self._stale = _Stale()
        self._rounds = 0
        self._call_of = {agent.extension: agent.call for agent in live.floor.agents.values() if agent.call}
        """Agent → the call that its desktop shows; one that was under way before the service's start as well (R7)."""

    def take(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """The floor changed (its callback)."""
        floor = self._live.floor
        self.levels.note(event.mono, changes)
        agents: dict[str, None] = {}
        calls: dict[str, None] = {}
        for change in changes:
            self._collect(change, agents, calls)
        for agent in agents:
            self._tell_agent(floor, agent, calls)
        for call in calls:
            self._tell_call(floor, call, agents)
        self._stale.agents |= agents
        self._stale.calls |= calls

    def queues(self) -> list[QueueView]:
        """All queues."""
        return queue_views(self._live.floor, self._queues, self.levels, self._now())

    def board(self) -> BoardView:
        """The whole board."""
        floor, now = self._live.floor, self._now()
        return BoardView(
            agents=[agent_view(agent) for agent in floor.agents.values()],
            queues=self.queues(),
            calls=[call_view(call, now) for call in floor.calls.values()],
        )

    async def run(self) -> None:
        """Keep the boards up to date until cancelled."""
        while True:
            await asyncio.sleep(BOARD_SECONDS)
            self.refresh()

    def refresh(self) -> None:
        """Tell the boards what has changed since the last time, if anything; now and then the queues at any rate."""
        stale, self._stale = self._stale, _Stale()
        self._rounds += 1
        due = self._rounds % QUEUES_EVERY == 0
        if due:
            self.hour.note(self.queues(), self._now())
        if not (stale.agents or stale.calls or due) or not self._hub.anybody(BOARD):
            return
        floor, now = self._live.floor, self._now()
        calls = [floor.calls.get(call) for call in stale.calls]
        agents = [floor.agents.get(agent) for agent in stale.agents]
        board = BoardView(
            agents=[agent_view(agent) for agent in agents if agent is not None],
            queues=self.queues(),
            calls=[call_view(call, now) for call in calls if call is not None],
            gone=[name for name in stale.calls if name not in floor.calls],
        )
        self._hub.tell(BOARD, Board(board=board))

    def _collect(self, change: Change, agents: dict[str, None], calls: dict[str, None]) -> None:
        match change:
            case AgentMoved() | AgentChanged():
                agents[change.agent] = None
            case CallBegan() | CallMoved() | CallChanged() | CallEnded():
                calls[change.call] = None
            case CallRinging() | CallAnswered() | OfferClosed():
                agents[change.agent] = None
                calls[change.call] = None

    def _tell_agent(self, floor: Floor, name: str, calls: dict[str, None]) -> None:
        """The agent's own state, and which call it is about now."""
        agent = floor.agents.get(name)
        topic = agent_topic(name)
        if agent is None:
            return
        shown = self._call_of.pop(name, "")
        if agent.call:
            self._call_of[name] = agent.call
        if not self._hub.anybody(topic):
            return
        self._hub.tell(topic, OwnAgent(agent=agent_view(agent)))
        if shown and shown != agent.call:
            self._hub.tell(topic, OwnCallOver(call=shown))
        if agent.call and agent.call in floor.calls and (shown != agent.call or agent.call in calls):
            self._hub.tell(topic, OwnCall(call=call_view(floor.calls[agent.call], self._now())))

    def _tell_call(self, floor: Floor, name: str, told: dict[str, None]) -> None:
        """The call as it stands, to whoever talks with the caller and was not just told."""
        call = floor.calls.get(name)
        if call is None or not call.agent or call.agent in told:
            return
        if self._call_of.get(call.agent) == name:
            self._hub.tell(agent_topic(call.agent), OwnCall(call=call_view(call, self._now())))
