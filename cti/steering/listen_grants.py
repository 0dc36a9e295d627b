"""Leave to listen to one call, good for one use within seconds (S8): given after the audit row is written."""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

GOOD_SECONDS = 30.0
MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Who may begin to listen to what, and why. `agent`: who talked with the caller when it was given."""

    person: int
    call: str
    agent: str
    reason: str
    until: float


class Grants:
    """Tokens are kept as hashes; `clock` is monotonic seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._grants: dict[str, Grant] = {}

    def give(self, person: int, call: str, agent: str, reason: str) -> str:
        """A token for this person and call."""
        now = self._clock()
        self._grants = {key: grant for key, grant in self._grants.items() if grant.until > now}
        while len(self._grants) >= MOST:
            del self._grants[next(iter(self._grants))]
        token = secrets.token_urlsafe(32)
        until = now + GOOD_SECONDS
        self._grants[_key(token)] = Grant(person=person, call=call, agent=agent, reason=reason, until=until)
        return token

    def use(self, person: int, token: str) -> Grant | None:
        """What the token is for; it is used up whoever tries. None: used, late, none, or another person's."""
        grant = self._grants.pop(_key(token), None)
        if grant is None or grant.person != person or grant.until <= self._clock():
            return None
        return grant


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
