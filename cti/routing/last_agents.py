"""Which agent a caller talked with last: the same agent is asked first when the caller calls again."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

REMEMBERED_SECONDS = 24 * 3600.0
REMEMBERED_CALLERS = 20_000


@dataclass(frozen=True, slots=True)
class Talk:
    """An agent answered a caller; `mono`: when, by the clock that never steps."""

    caller: str
    agent: str
    mono: float


class LastAgents:
    """By calling number; a number is a hint, and all it does here is change the order of who is asked (S17)."""

    def __init__(self) -> None:
        self._agents: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def talked(self, caller: str, agent: str, now: float) -> None:
        """An agent answered this caller."""
        if caller and agent:
            self._agents[caller] = (agent, now)
            self._agents.move_to_end(caller)
            if len(self._agents) > REMEMBERED_CALLERS:
                self._agents.popitem(last=False)

    def learn(self, talks: Iterable[Talk]) -> None:
        """What was before, the latest first; what is known already is later and stays."""
        for talk in talks:
            if len(self._agents) >= REMEMBERED_CALLERS:
                return
            if talk.caller and talk.agent and talk.caller not in self._agents:
                self._agents[talk.caller] = (talk.agent, talk.mono)
                self._agents.move_to_end(talk.caller, last=False)

    def of(self, caller: str, now: float) -> str:
        """Extension of who talked with this caller last; empty when nobody did for a day."""
        agent, at = self._agents.get(caller, ("", now))
        return agent if now - at < REMEMBERED_SECONDS else ""
