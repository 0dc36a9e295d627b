"""How long agents are busy with a conversation, by queue, and who works for it: what the estimate is made of."""

from collections import defaultdict

from cti.floor.state import Agent, AgentState
from cti.routing.expected_wait import HandlingTime, expected_wait

FREE = frozenset({AgentState.READY, AgentState.PAUSED, AgentState.SIGNED_OUT})


class WorkTimes:
    """Kept by the board; times are seconds of the clock that never steps."""

    def __init__(self) -> None:
        self._handling: defaultdict[str, HandlingTime] = defaultdict(HandlingTime)
        self._busy: dict[str, tuple[str, float]] = {}
        self._working: defaultdict[str, set[str]] = defaultdict(set)
        self._skills: dict[str, frozenset[str]] = {}

    def at_work(self, agent: Agent) -> None:
        """An agent's state or skills changed: count who works for which queue."""
        here = frozenset() if agent.state is AgentState.SIGNED_OUT else frozenset(agent.skills)
        before = self._skills.get(agent.extension, frozenset())
        for queue in before - here:
            self._working[queue].discard(agent.extension)
        for queue in here - before:
            self._working[queue].add(agent.extension)
        self._skills[agent.extension] = here

    def answered(self, agent: str, queue: str, now: float) -> None:
        """An agent took a call of this queue."""
        self._busy[agent] = (queue, now)

    def moved(self, agent: Agent, now: float) -> None:
        """An agent entered a state; one that is free ends the handling of the call before."""
        if agent.state in FREE and (known := self._busy.pop(agent.extension, None)) is not None:
            queue, since = known
            self._handling[queue].add(now - since)

    def working(self, queue: str) -> int:
        """How many agents are signed in for a queue."""
        return len(self._working[queue])

    def expected_wait(self, queue: str, place: int) -> float | None:
        """Seconds for a caller at this place."""
        return expected_wait(place, self._handling[queue].seconds, self.working(queue))
