"""How long a caller will probably wait: place x handling time ÷ agents (announcements, call-back queue)."""

from collections import deque

REMEMBERED = 50
"""Recent conversations of a queue that the average is taken of."""
FIRST_GUESS = 180.0
"""Seconds of a conversation and its wrap-up while nothing is known."""


class HandlingTime:
    """Average seconds from answer to the agent's being free again, of a queue's recent conversations."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=REMEMBERED)

    def add(self, seconds: float) -> None:
        """A conversation is over and its agent is free."""
        self._recent.append(seconds)

    @property
    def seconds(self) -> float:
        """The average; FIRST_GUESS before the first conversation."""
        return sum(self._recent) / len(self._recent) if self._recent else FIRST_GUESS


def expected_wait(place: int, handling: float, agents: int) -> float | None:
    """Seconds from now; None when nobody works for the queue. `place` from 1, `agents`: signed in for it."""
    return place * handling / agents if agents > 0 else None
