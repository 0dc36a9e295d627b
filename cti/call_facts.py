"""What the floor learns about one call from outside: the facts of a call record (design decision 4).

Times are aware UTC. `call` is Asterisk's unique id of the caller's channel. Caller and dialled number are
hints from the network, digits only, empty when withheld or not a number (S17).
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CallStarted:
    """A call from the public network reached Asterisk."""

    call: str
    at: datetime
    caller: str
    dialled: str


@dataclass(frozen=True, slots=True)
class CallAnswered:
    """The caller hears us."""

    call: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallQueued:
    """The caller waits for an agent."""

    call: str
    at: datetime
    queue: str


@dataclass(frozen=True, slots=True)
class CallConnected:
    """An agent answered. `waited_seconds`: in queues until then, all of them together."""

    call: str
    at: datetime
    queue: str
    agent: str
    waited_seconds: float


@dataclass(frozen=True, slots=True)
class CallAskedOn:
    """The waiting caller was asked whether to go back to the automatic flow (F2.1)."""

    call: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallRecorded:
    """A conversation is recorded into this file of the folder of conversations."""

    call: str
    at: datetime
    file: str


@dataclass(frozen=True, slots=True)
class CallHungUp:
    """Asterisk says that the channel is gone.

    `cause` is the number of the cause (ITU-T Q.850), None when Asterisk gives none. `waited_seconds`: in
    queues without reaching an agent, None when the caller never waited or was connected.
    """

    call: str
    at: datetime
    cause: int | None
    waited_seconds: float | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class CallLost:
    """The call is gone and nobody saw its end; `at` is when that was noticed."""

    call: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallKeysLeft:
    """The caller hung up amid an entry: `digits` had been pressed and no dialog has taken them (F1.14)."""

    call: str
    at: datetime
    digits: str


@dataclass(frozen=True, slots=True)
class CallNotReturned:
    """The caller asked to be called back at `number`; that was tried in vain, or is not allowed."""

    call: str
    at: datetime
    number: str
    line_number: str
    language: str


CallFact = (
    CallStarted
    | CallAnswered
    | CallQueued
    | CallConnected
    | CallAskedOn
    | CallRecorded
    | CallHungUp
    | CallLost
    | CallKeysLeft
    | CallNotReturned
)
