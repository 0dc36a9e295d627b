"""The live room put together: floor and people on one side, desktops on the other."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Gauge

from cti.floor.changes import Change
from cti.floor.events import DesktopSeen, FloorEvent
from cti.live.alarm_watch import AlarmWatch, Source
from cti.live.desktops import Desktops, Doors, Limits
from cti.live.floor_news import FloorNews
from cti.live.hub import Hub
from cti.live.messages import FullState
from cti.live.presence import GRACE_SECONDS, Presence
from cti.live.socket import live_router
from cti.live.viewer import Viewer
from cti.pops.counters import PopCounters
from cti.pops.findings import Look
from cti.pops.pop_desk import PopDesk, Post
from cti.routing.queues import Queues
from cti.steering.live_floor import LiveFloor
from cti.views.agents import agent_view
from cti.views.calls import call_view
from cti.views.moment import Moment


class LiveRoom:
    """Serve `router`, run `run`. `alarms`: name of a part → what is wrong with it.

    `hub`, `news` and `pops` are for the API and for steering.
    """

    def __init__(
        self,
        live: LiveFloor,
        doors: Doors,
        look: Look,
        queues: Queues,
        registry: CollectorRegistry,
        *,
        alarms: Mapping[str, Source] | None = None,
        post: Post | None = None,
        limits: Limits | None = None,
        grace: float = GRACE_SECONDS,
        now: Callable[[], Moment] = Moment.now,
    ) -> None:
        self._live = live
        self._now = now
        self.hub = Hub(self.state_of)
        self.news = FloorNews(self.hub, live, queues, now)
        self.pops = PopDesk(look, self.hub, live, PopCounters(registry), queues, post=post, now=now)
        self.alarms = AlarmWatch(self.hub, alarms or {})
        self.presence = Presence(self._seen, grace=grace)
        self.desktops = Desktops(self.hub, doors, self.presence, self.pops.seen, limits=limits)
        self.router: APIRouter = live_router(self.desktops)
        connected = Gauge("faultline_desktops", "Desktops that are connected", registry=registry)
        connected.set_function(lambda: self.hub.connected)
        live.subscribe(self._take)

    async def run(self) -> None:
        """Until cancelled. Begins with what the floor was found to be: pops under way, desktops that were there."""
        self.pops.adopt()
        self.presence.expect(agent.extension for agent in self._live.floor.agents.values() if agent.desktop)
        async with asyncio.TaskGroup() as group:
            for part in (self.news, self.pops, self.alarms):
                group.create_task(part.run())

    def state_of(self, viewer: Viewer) -> FullState:
        """Everything that the viewer may know now."""
        floor, now = self._live.floor, self._now()
        agent = floor.agents.get(viewer.agent)
        call = floor.calls.get(agent.call) if agent is not None else None
        return FullState(
            agent=agent_view(agent) if agent is not None else None,
            calls=[call_view(call, now)] if call is not None else [],
            pops=self.pops.of(viewer.agent),
            board=self.news.board() if viewer.board else None,
            alarms=self.alarms.told(causes=viewer.causes) if viewer.alarms else [],
        )

    def _take(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        self.news.take(event, changes)
        self.pops.take(event, changes)

    def _seen(self, agent: str, present: bool) -> None:
        now = self._now()
        self._live.act(DesktopSeen(at=now.at, mono=now.mono, agent=agent, present=present))
