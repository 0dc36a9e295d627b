"""One pop from the ringing to the end of the conversation, as the service keeps it."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cti.pops.pop import Pop


class PopState(StrEnum):
    """What became of the ringing."""

    RINGING = "ringing"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(eq=False, slots=True)
class LivePop:
    """`rang`, `sent`, `closed`: monotonic seconds. `seen`: revision that the desktop acknowledged, 0: none."""

    pop: Pop
    rang: float
    state: PopState = PopState.RINGING
    sent: float = 0.0
    seen: int = 0
    closed: float = 0.0
    work: asyncio.Task[None] | None = None

    @property
    def open(self) -> bool:
        """It belongs on the agent's screen."""
        return self.state is not PopState.WITHDRAWN

    @property
    def unseen(self) -> bool:
        """It was sent, and the desktop has not said that it shows this revision."""
        return self.open and bool(self.sent) and self.seen < self.pop.revision


class PopShelf:
    """All live pops, found by their id, agent and call."""

    def __init__(self) -> None:
        self._pops: dict[str, LivePop] = {}
        self._of_agent: defaultdict[str, dict[str, LivePop]] = defaultdict(dict)
        self._of_call: defaultdict[str, dict[str, LivePop]] = defaultdict(dict)

    def __contains__(self, pop: str) -> bool:
        return pop in self._pops

    def __iter__(self) -> Iterator[LivePop]:
        return iter(list(self._pops.values()))

    def get(self, pop: str) -> LivePop | None:
        """By its id."""
        return self._pops.get(pop)

    def of_agent(self, agent: str) -> list[LivePop]:
        """The oldest first."""
        return list(self._of_agent[agent].values()) if agent in self._of_agent else []

    def of_call(self, call: str) -> list[LivePop]:
        """The oldest first."""
        return list(self._of_call[call].values()) if call in self._of_call else []

    def add(self, live: LivePop) -> None:
        """Put one on the shelf."""
        pop = live.pop
        self._pops[pop.id] = self._of_agent[pop.agent][pop.id] = self._of_call[pop.call][pop.id] = live

    def remove(self, live: LivePop) -> None:
        """Take one off."""
        pop = live.pop
        self._pops.pop(pop.id, None)
        for index, key in ((self._of_agent, pop.agent), (self._of_call, pop.call)):
            index[key].pop(pop.id, None)
            if not index[key]:
                del index[key]
