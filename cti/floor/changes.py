"""What an event changed: the fold's answer, for records, pops, desktops and steering."""

from dataclasses import dataclass

from cti.floor.state import AgentState, Call, Callback, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBegan:
    """A call came into being."""

    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallUp:
    """Asterisk answered the caller (not yet an agent)."""

    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMoved:
    """A call entered another stage. `lasted`: seconds in `before`."""

    call: str
    before: Stage
    after: Stage
    lasted: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallChanged:
    """Something else about a call: put in front, a transfer began, another agent joined."""

    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAskedOn:
    """The waiting caller was asked whether to go back to the automatic flow (F2.1)."""

    call: str
    queue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingKnown:
    """A conversation is recorded into this file."""

    call: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded:
    """The caller's leg is gone. `cause`: ITU-T Q.850. `seen` False: nobody saw the end."""

    call: str
    cause: int
    seen: bool
    left_in: Stage
    """Where the caller was at that moment."""
    last: Call
    """The call as it was; the floor has forgotten it."""
    waited: float
    """Seconds in queues, all stretches together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentMoved:
    """An agent entered another state (the table of agents.py), with its cause; lasted: seconds in `before`."""

    agent: str
    before: AgentState
    after: AgentState
    cause: str
    lasted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentChanged:
    """Something else about an agent: reachable, desktop, skills, a pause that is to follow."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRinging:
    """The telephone of an agent rings for this call: the moment of the screen pop (F2.2)."""

    call: str
    agent: str
    offer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswered:
    """An agent answered. `waited`: seconds in queues until then; `first`: nobody had before."""

    call: str
    agent: str
    queue: str
    waited: float
    file: str
    first: bool = True
    transfer: str = ""
    """The transfer that led here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferEnded:
    """A transfer came to its end. `lasted`: seconds; `result` as in TransferOver."""

    transfer: str
    call: str
    to: str
    result: str
    lasted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferClosed:
    """An offer ended without a conversation."""

    offer: str
    call: str
    agent: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackFailed:
    """Somebody who asked to be called back will not be: the floor has forgotten it."""

    callback: Callback


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """An event that does not fit the state: counted, never raised."""

    what: str
    call: str = ""
    agent: str = ""


Change = (
    CallBegan
    | CallUp
    | CallMoved
    | CallChanged
    | CallAskedOn
    | RecordingKnown
    | TransferEnded
    | CallEnded
    | AgentMoved
    | AgentChanged
    | CallRinging
    | CallAnswered
    | OfferClosed
    | CallbackFailed
    | Odd
)
