"""A queue as people see it: who waits, for how long, who serves, and how well it goes (H15, K2)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cti.floor.calls import IN_QUEUE
from cti.floor.state import Agent, AgentState, Call, Floor
from cti.routing.queues import Queues, QueueSettings
from cti.views.moment import Moment, utc
from cti.views.service_level import ServiceLevels

_UNKNOWN = QueueSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """`agents`: state → how many of those who have the skill. Service figures: of the last half hour."""

    name: str
    title: str
    waiting: int
    waiting_since: datetime | None
    """Of the caller who has waited longest."""
    agents: dict[AgentState, int]
    service_level: float | None
    """0 to 1: answered within `service_level_seconds`, of all offered; None: nobody was offered."""
    service_level_seconds: int
    offered: int
    in_time: int
    abandoned: int


def queue_view(
    name: str,
    settings: QueueSettings,
    waiting: Iterable[Call],
    agents: Iterable[Agent],
    levels: ServiceLevels,
    now: Moment,
) -> QueueView:
    """One queue, given the calls that wait in it and the agents who have its skill."""
    since = [call.waiting_since_at for call in waiting]
    share = levels.of(name, now.mono, settings.service_level_seconds)
    return QueueView(
        name=name,
        title=settings.title or name,
        waiting=len(since),
        waiting_since=utc(min(since)) if since else None,
        agents=dict(Counter(agent.state for agent in agents)),
        service_level=share.level,
        service_level_seconds=settings.service_level_seconds,
        offered=share.offered,
        in_time=share.in_time,
        abandoned=share.abandoned,
    )


def waiting_in(floor: Floor) -> Mapping[str, list[Call]]:
    """Queue → its waiting callers, longest first."""
    found: dict[str, list[Call]] = {}
    for call in floor.calls.values():
        if call.stage in IN_QUEUE and call.queue:
            found.setdefault(call.queue, []).append(call)
    for calls in found.values():
        calls.sort(key=lambda call: call.waiting_since_at)
    return found


def queue_views(floor: Floor, queues: Queues, levels: ServiceLevels, now: Moment) -> list[QueueView]:
    """The site's queues, and any other that somebody waits in."""
    waiting = waiting_in(floor)
    skilled = _skilled(floor)
    return [
        queue_view(
            name, queues.get(name, _UNKNOWN), waiting.get(name, ()), skilled.get(name, ()), levels, now
        )
        for name in dict.fromkeys([*queues, *waiting])
    ]


def _skilled(floor: Floor) -> Mapping[str, list[Agent]]:
    found: dict[str, list[Agent]] = {}
    for agent in floor.agents.values():
        for queue in agent.skills:
            found.setdefault(queue, []).append(agent)
    return found
