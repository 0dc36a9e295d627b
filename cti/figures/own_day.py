"""An agent's own day, folded from the events that the agent had a part in (H14, K2, K3). Pure.

Durations are those of the log; where a stretch begins before the day or ends after it, the part within it counts.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from cti.floor.apply import apply
from cti.floor.changes import AgentMoved, CallAnswered, Change, OfferClosed, TransferEnded
from cti.floor.events import FloorEvent, Transferred
from cti.floor.figures import TRANSFER_IN_TIME
from cti.floor.offers import REFUSALS
from cti.floor.state import AgentState, Floor

IN_CONVERSATION = frozenset({AgentState.TALKING, AgentState.ON_HOLD})
MISSED = frozenset(REFUSALS.values())


@dataclass(slots=True)
class OwnDay:
    """Give it the events of one node in order, with those of the hours before `begins`, then `close` it.

    Times are seconds; `begins` and `ends` since 1970 UTC. `in_time_within`: queue → seconds to answer in (K2).
    """

    agent: str
    begins: float
    ends: float
    in_time_within: Callable[[str], float]
    floor: Floor = field(default_factory=Floor)
    answered: int = 0
    offered: int = 0
    """Answered as the first agent of a queue's caller: the denominator of `in_time`."""
    in_time: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    """Why an offer was not taken → how often."""
    transfers: int = 0
    transfers_in_time: int = 0
    seconds: defaultdict[AgentState, float] = field(default_factory=lambda: defaultdict(float))
    pauses: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Reason → seconds."""
    wrap_ups: int = 0
    longest_talk: float = 0.0
    _talk: float = 0.0
    """Of the conversation under way."""
    _reason: str = ""
    _mine: set[str] = field(default_factory=set)
    """Transfers of the agent's."""

    def take(self, event: FloorEvent) -> None:
        """Fold one event."""
        within = self.begins <= event.at < self.ends
        if isinstance(event, Transferred) and event.agent == self.agent:
            self._mine.add(event.transfer)
            self.transfers += within
        for change in apply(self.floor, event):
            if isinstance(change, AgentMoved) and change.agent == self.agent:
                self._moved(change, event.at)
            elif within:
                self._count(change)
        agent = self.floor.agents.get(self.agent)
        self._reason = agent.reason if agent is not None else ""

    def close(self, now: float) -> None:
        """Add what is still going on."""
        agent = self.floor.agents.get(self.agent)
        if agent is not None:
            self._add(agent.state, agent.reason, agent.since_at, min(now, self.ends))
            self.longest_talk = max(self.longest_talk, self._talk)

    def _count(self, change: Change) -> None:
        match change:
            case CallAnswered(agent=self.agent):
                self.answered += 1
                if change.first and change.queue:
                    self.offered += 1
                    self.in_time += change.waited <= self.in_time_within(change.queue)
            case OfferClosed(agent=self.agent) if change.why in MISSED:
                self.missed[change.why] += 1
            case TransferEnded(result="answered") if change.transfer in self._mine:
                self.transfers_in_time += change.lasted <= TRANSFER_IN_TIME

    def _moved(self, change: AgentMoved, at: float) -> None:
        self._add(change.before, self._reason, at - change.lasted, at)
        if change.after not in IN_CONVERSATION:
            self.longest_talk, self._talk = max(self.longest_talk, self._talk), 0.0
        if change.after is AgentState.WRAP_UP and self.begins <= at < self.ends:
            self.wrap_ups += 1

    def _add(self, state: AgentState, reason: str, since: float, until: float) -> None:
        lasted = min(until, self.ends) - max(since, self.begins)
        if lasted <= 0 or state is AgentState.SIGNED_OUT:
            return
        self.seconds[state] += lasted
        if state is AgentState.PAUSED:
            self.pauses[reason] += lasted
        elif state is AgentState.TALKING:
            self._talk += lasted
