"""Who is served next by whom, decided at one instant over all queues (design decision 1)."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from cti.routing.ready_agents import ReadyAgents
from cti.routing.waiting_room import WaitingCall, WaitingRoom


@dataclass(frozen=True, slots=True)
class Match:
    """Offer this call to this agent."""

    call: str
    agent: str


def offers(
    waiting: WaitingRoom, ready: ReadyAgents, now: float, *, taken: Set[str] = frozenset()
) -> list[Match]:
    """The offers to make now, in the order of service: no agent twice, no call twice.

    Each caller in turn gets the preferred agent, else the first of the queue's agents who has not just left this
    very call unanswered. A caller who is kept for one agent holds up nobody else. `now`: seconds of the clock
    that never steps; `taken`: extensions that have a call coming already.
    O(waiting + matches) with O(log n) upkeep of both arguments.
    """
    choice = _Choice(ready, now, taken)
    matches = []
    for call in waiting:
        if choice.exhausted:
            break
        if (agent := choice.agent_for(call)) is not None:
            matches.append(Match(call.call, agent))
    return matches


class _Choice:
    """The agents who are still free while one decision is made."""

    def __init__(self, ready: ReadyAgents, now: float, taken: Set[str]) -> None:
        self._ready = ready
        self._now = now
        self._taken = {agent for agent in taken if agent in ready}
        self._lines: dict[str, _Line] = {}

    @property
    def exhausted(self) -> bool:
        return len(self._taken) == len(self._ready)

    def agent_for(self, call: WaitingCall) -> str | None:
        if self._now < call.not_before:
            return None
        agent = self._preferred(call) or self._first(call)
        if agent is not None:
            self._taken.add(agent)
        return agent

    def _preferred(self, call: WaitingCall) -> str | None:
        agent = self._ready.get(call.preferred) if call.preferred else None
        if agent is None or agent.extension in self._taken or _refused(call, agent.extension, self._now):
            return None
        skilled = any(queue in agent.skills for queue in call.queues(self._now))
        return agent.extension if skilled else None

    def _first(self, call: WaitingCall) -> str | None:
        if self._now < call.preferred_until:
            return None
        for queue in call.queues(self._now):
            line = self._lines.get(queue)
            if line is None:
                line = self._lines[queue] = _Line(self._ready.of(queue), self._taken)
            if (agent := line.first(call, self._now)) is not None:
                return agent
        return None


class _Line:
    """One queue's ready agents, walked once: who was passed over for one call stays there for the next."""

    def __init__(self, agents: Iterator[str], taken: set[str]) -> None:
        self._agents = agents
        self._taken = taken
        self._passed: list[str] = []

    def first(self, call: WaitingCall, now: float) -> str | None:
        self._passed = [agent for agent in self._passed if agent not in self._taken]
        for agent in self._passed:
            if not _refused(call, agent, now):
                return agent
        for agent in self._agents:
            if agent in self._taken:
                continue
            if not _refused(call, agent, now):
                return agent
            self._passed.append(agent)
        return None


def _refused(call: WaitingCall, agent: str, now: float) -> bool:
    return now < call.refused_by.get(agent, now)
