"""Whether an agent's desktop is there (R15): a browser that loads its page anew is not gone."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable

GRACE_SECONDS = 5.0
RETURN_SECONDS = 15.0
"""After a start of the service: a desktop that was away for long tries every five seconds (web/src/live/again.ts)."""


class Presence:
    """`tell(agent, present)` is called when it changes; never twice the same."""

    def __init__(
        self,
        tell: Callable[[str, bool], None],
        *,
        grace: float = GRACE_SECONDS,
        to_return: float = RETURN_SECONDS,
    ) -> None:
        self._tell = tell
        self._grace = grace
        self._to_return = to_return
        self._connections: Counter[str] = Counter()
        self._told: dict[str, bool] = {}
        self._leaving: dict[str, asyncio.TimerHandle] = {}

    def expect(self, agents: Iterable[str]) -> None:
        """At start: these had a desktop when the floor was last seen; who does not come back is gone."""
        for agent in agents:
            self._told[agent] = True
            if not self._connections[agent]:
                self._leave_in(self._to_return, agent)

    def come(self, agent: str) -> None:
        """A desktop of the agent connected."""
        self._connections[agent] += 1
        if timer := self._leaving.pop(agent, None):
            timer.cancel()
        self._say(agent, True)

    def go(self, agent: str) -> None:
        """One of the agent's desktops is gone."""
        self._connections[agent] -= 1
        if self._connections[agent] <= 0:
            del self._connections[agent]
            self._leave_in(self._grace, agent)

    def _leave_in(self, seconds: float, agent: str) -> None:
        if timer := self._leaving.pop(agent, None):
            timer.cancel()
        loop = asyncio.get_running_loop()
        self._leaving[agent] = loop.call_later(seconds, self._gone, agent)

    def _gone(self, agent: str) -> None:
        self._leaving.pop(agent, None)
        self._say(agent, False)

    def _say(self, agent: str, present: bool) -> None:
        if self._told.get(agent, False) != present:
            self._told[agent] = present
            self._tell(agent, present)
