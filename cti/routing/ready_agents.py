"""The agents who may be offered a call now, by queue in the order in which they are asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sortedcontainers import SortedList

from cti.routing.queues import Queues, Strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyAgent:
    """An agent without a call. `since`: when the agent became free, seconds of the clock that never steps."""

    extension: str
    skills: Mapping[str, int] = field(default_factory=dict)
    """Queue → level, 1 is the best."""
    since: float = 0.0


class ReadyAgents:
    """Adding and removing cost O(log n) for each of the agent's skills."""

    def __init__(self, queues: Queues) -> None:
        self._settings = queues
        self._agents: dict[str, ReadyAgent] = {}
        self._queues: dict[str, SortedList] = {}

    def __len__(self) -> int:
        return len(self._agents)

    def __contains__(self, extension: object) -> bool:
        return extension in self._agents

    def __iter__(self) -> Iterator[ReadyAgent]:
        return iter(tuple(self._agents.values()))

    def get(self, extension: str) -> ReadyAgent | None:
        """The ready agent of this extension."""
        return self._agents.get(extension)

    def put(self, agent: ReadyAgent) -> None:
        """Add an agent, or replace what was known."""
        if self._agents.get(agent.extension) == agent:
            return
        self.remove(agent.extension)
        self._agents[agent.extension] = agent
        for queue in agent.skills:
            self._queues.setdefault(queue, SortedList()).add(self._key(agent, queue))

    def remove(self, extension: str) -> None:
        """Take an agent out; nothing happens when the agent is not here."""
        known = self._agents.pop(extension, None)
        if known is not None:
            for queue in known.skills:
                self._queues[queue].remove(self._key(known, queue))

    def of(self, queue: str) -> Iterator[str]:
        """Extensions of a queue's ready agents, the first to be asked first."""
        return (extension for _, _, extension in self._queues.get(queue, ()))

    def _key(self, agent: ReadyAgent, queue: str) -> tuple[int, float, str]:
        settings = self._settings.get(queue)
        by_level = settings is None or settings.strategy is Strategy.SKILL_FIRST
        return agent.skills[queue] if by_level else 0, agent.since, agent.extension
