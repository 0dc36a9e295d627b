"""A request that is sent again until it is answered (RFC 3261 section 17.1, timers A, B, E and F over UDP)."""

from dataclasses import dataclass

from testcalls.sip_message import Message

T1 = 0.5
"""Seconds: estimated round trip, the first retransmission's delay."""
T2 = 4.0
"""Seconds: longest pause between two retransmissions of a request that is not an INVITE."""
_GIVE_UP = 64 * T1


@dataclass(slots=True)
class Transaction:
    """One request under way. Times are seconds of a monotonic clock."""

    request: Message
    started: float
    _pause: float = T1
    _next: float = 0.0
    _answered: bool = False

    def __post_init__(self) -> None:
        self._next = self.started + T1

    @property
    def is_invite(self) -> bool:
        """An INVITE waits for a person: once it rings it is neither sent again nor given up."""
        return self.request.method == "INVITE"

    def proceeding(self) -> None:
        """A provisional answer came."""
        self._answered = True
        self._pause = T2

    def again(self, now: float) -> bool:
        """Whether the request is to be sent once more at this time."""
        if now < self._next or (self.is_invite and self._answered):
            return False
        self._pause = self._pause * 2 if self.is_invite else min(self._pause * 2, T2)
        self._next = now + self._pause
        return True

    def lost(self, now: float) -> bool:
        """Whether no answer will come any more."""
        return now - self.started >= _GIVE_UP and not (self.is_invite and self._answered)
