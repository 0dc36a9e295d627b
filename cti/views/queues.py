"""A queue as people see it: who waits, for how long, who serves, and how well it goes (H15, K2)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cti.floor.calls import IN_QUEUE
from cti.floor.state import Agent, AgentState, Call, Floor
from cti.views.moment import Moment, utc
from cti.views.service_level import ServiceLevels


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """`agents`: state → how many of those who have the skill. Service figures: of the last half hour."""

    name: str
    waiting: int
    waiting_since: datetime | None
    """Of the caller who has waited longest."""
    agents: dict[AgentState, int]
    service_level: float | None
    """0 to 1: answered within 20 s, of all offered; None: nobody was offered."""
    offered: int
    in_time: int
    abandoned: int


def queue_view(
    name: str, waiting: Iterable[Call], agents: Iterable[Agent], levels: ServiceLevels, now: Moment
) -> QueueView:
    """One queue, given the calls that wait in it and the agents who have its skill."""
    since = [call.waiting_since_at for call in waiting]
    share = levels.of(name, now.mono)
    return QueueView(
        name=name,
        waiting=len(since),
        waiting_since=utc(min(since)) if since else None,
        agents=dict(Counter(agent.state for agent in agents)),
        service_level=share.level,
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


def queue_views(floor: Floor, names: Iterable[str], levels: ServiceLevels, now: Moment) -> list[QueueView]:
    """All queues of these names, and those that somebody waits in."""
    waiting = waiting_in(floor)
    return [
        queue_view(
            name, waiting.get(name, ()), (a for a in floor.agents.values() if name in a.skills), levels, now
        )
        for name in dict.fromkeys([*names, *waiting])
    ]
