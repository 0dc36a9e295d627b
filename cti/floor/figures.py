"""Figures of the floor as a pure fold of its events and changes: live and in a replay the same (K2, K3, H15).

Only what is under way is remembered of single calls, so the fold runs for ever. Times are seconds.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cti.floor.calls import IN_QUEUE
from cti.floor.changes import (
    AgentMoved,
    CallAnswered,
    CallAskedOn,
    CallBegan,
    CallEnded,
    CallMoved,
    Change,
    Odd,
    TransferEnded,
)
from cti.floor.events import FloorEvent
from cti.floor.state import Stage

IN_TIME = 20.0
"""K2: answered by an agent within so many seconds of being offered to agents."""
TRANSFER_IN_TIME = 15.0
"""K3: answered within so many seconds of the transfer."""


@dataclass(slots=True)
class QueueFigures:
    """One queue. `offered` were offered to agents: answered or abandoned."""

    offered: int = 0
    answered: int = 0
    in_time: int = 0
    abandoned: int = 0
    overflow_prompts: int = 0
    waited: float = 0.0
    """Of all answered together."""
    waited_most: float = 0.0


@dataclass(slots=True)
class AgentFigures:
    """One agent. `seconds`: in each state, once it was left."""

    answered: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    pauses: Counter[str] = field(default_factory=Counter)
    """What led to a pause → how often."""


@dataclass(slots=True)
class Figures:
    """Feed it every event with its changes."""

    events: int = 0
    first_at: float = 0.0
    last_at: float = 0.0
    calls: int = 0
    ended: int = 0
    unseen_ends: int = 0
    voicemail: int = 0
    callbacks: int = 0
    odd: int = 0
    """Events that did not fit."""
    transfers: int = 0
    transfers_in_time: int = 0
    transfers_by_result: Counter[str] = field(default_factory=Counter)
    queues: dict[str, QueueFigures] = field(default_factory=dict)
    agents: dict[str, AgentFigures] = field(default_factory=dict)

    def note(self, event: FloorEvent, changes: Iterable[Change]) -> None:
        """Count one event."""
        self.events += 1
        self.first_at = self.first_at or event.at
        self.last_at = max(self.last_at, event.at)
        for change in changes:
            self._count(change)

    @property
    def answered(self) -> int:
        """Calls that an agent answered, each once."""
        return sum(queue.answered for queue in self.queues.values())

    @property
    def abandoned(self) -> int:
        """Callers who left while they waited for an agent."""
        return sum(queue.abandoned for queue in self.queues.values())

    @property
    def answer_rate(self) -> float | None:
        """K2, 0 to 1; None before the first call for an agent."""
        offered = sum(queue.offered for queue in self.queues.values())
        return sum(queue.in_time for queue in self.queues.values()) / offered if offered else None

    @property
    def transfer_rate(self) -> float | None:
        """K3, 0 to 1; None before the first transfer."""
        return self.transfers_in_time / self.transfers if self.transfers else None

    def queue(self, name: str) -> QueueFigures:
        """One queue's figures."""
        return self.queues.setdefault(name, QueueFigures())

    def agent(self, extension: str) -> AgentFigures:
        """One agent's figures."""
        return self.agents.setdefault(extension, AgentFigures())

    def _count(self, change: Change) -> None:
        match change:
            case CallBegan():
                self.calls += 1
            case AgentMoved():
                self._moved(change)
            case CallMoved(after=Stage.VOICEMAIL):
                self.voicemail += 1
            case CallAnswered():
                self._answered(change)
            case CallEnded():
                self._ended(change)
            case TransferEnded():
                self._transferred(change)
            case Odd():
                self.odd += 1
            case CallAskedOn():
                self.queue(change.queue).overflow_prompts += 1

    def _moved(self, change: AgentMoved) -> None:
        agent = self.agent(change.agent)
        before = change.before.value
        agent.seconds[before] = agent.seconds.get(before, 0.0) + change.lasted
        if change.after.value == "paused":
            agent.pauses[change.cause] += 1

    def _answered(self, change: CallAnswered) -> None:
        self.agent(change.agent).answered += 1
        if not change.first or not change.queue:
            return
        queue = self.queue(change.queue)
        queue.offered += 1
        queue.answered += 1
        queue.in_time += change.waited <= IN_TIME
        queue.waited += change.waited
        queue.waited_most = max(queue.waited_most, change.waited)

    def _ended(self, change: CallEnded) -> None:
        self.ended += 1
        self.unseen_ends += not change.seen
        self.callbacks += change.last.callback
        if change.left_in in IN_QUEUE and change.last.talked_since is None:
            queue = self.queue(change.last.queue)
            queue.offered += 1
            queue.abandoned += 1

    def _transferred(self, change: TransferEnded) -> None:
        self.transfers += 1
        self.transfers_by_result[change.result] += 1
        self.transfers_in_time += change.result == "answered" and change.lasted <= TRANSFER_IN_TIME
