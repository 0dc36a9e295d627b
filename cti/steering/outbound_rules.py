"""Which numbers may be called from the desk, and how many an hour: denied unless allowed (S4).

The patterns are operations' own (`FAULTLINE_OUTBOUND_PATTERNS`), the same that the dialplan has: what this refuses
is never even sent, what it lets through the dialplan looks at again.
"""

import re
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from cti.steering.refusals import NumberNotAllowed, TooManyOutCalls

HOUR = 3600.0
CLASSES = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]"}


class Placed(NamedTuple):
    """A call to the public network. `at`: seconds of the clock that never steps; may be negative."""

    agent: str
    at: float


class OutboundRules:
    """Patterns of exact length: digits, X 0-9, Z 1-9, N 2-9, `[24-6]`. `placed`: what counts already, in order."""

    def __init__(
        self, patterns: Iterable[str] = (), most_an_hour: int = 60, placed: Iterable[Placed] = ()
    ) -> None:
        self.most_an_hour = most_an_hour
        """Of one agent, transfers to the public network included."""
        self._allowed = [re.compile(_expression(pattern)) for pattern in patterns]
        self._placed: dict[str, deque[float]] = {}
        for agent, at in placed:
            self._placed.setdefault(agent, deque()).append(at)

    def allows(self, number: str) -> bool:
        """Whether a number may be called at all."""
        return any(pattern.fullmatch(number) for pattern in self._allowed)

    def check(self, number: str, agent: str, now: float) -> None:
        """Count a call of an agent. `now`: seconds of the clock that never steps.

        Raises NumberNotAllowed, TooManyOutCalls.
        """
        if not self.allows(number):
            raise NumberNotAllowed("calls to this number are not allowed", code="number_not_allowed")
        placed = self._placed.setdefault(agent, deque())
        while placed and now - placed[0] >= HOUR:
            placed.popleft()
        if len(placed) >= self.most_an_hour:
            raise TooManyOutCalls(int(HOUR - (now - placed[0])) + 1)
        placed.append(now)


def _expression(pattern: str) -> str:
    parts = re.findall(r"\[[0-9-]+\]|[0-9XZN]", pattern)
    if "".join(parts) != pattern or not pattern:
        raise ValueError(f"{pattern}: digits, X, Z, N and [24-6] only")
    return "".join(CLASSES.get(part, part) for part in parts)
