"""The floor at one moment: calls with their legs, agents, offers. Changed by the fold alone (apply.py).

Times are of the clock that never steps (`mono`, seconds) unless a name says `at` (seconds since 1970 UTC).
"""

from enum import StrEnum

from msgspec import Struct, field


class _Part(Struct, omit_defaults=True):
    """Compact, because a checkpoint is encoded between two events; a changed default asks for another FORM there."""


class AgentState(StrEnum):
    """What an agent does; the transitions are one table (agents.py)."""

    SIGNED_OUT = "signed_out"
    PAUSED = "paused"
    READY = "ready"
    RESERVED = "reserved"
    """An offer is on its way, the telephone does not ring yet."""
    RINGING = "ringing"
    TALKING = "talking"
    ON_HOLD = "on_hold"
    WRAP_UP = "wrap_up"


class Stage(StrEnum):
    """Where a caller is."""

    ARRIVED = "arrived"
    AUTOMATIC = "automatic"
    WAITING = "waiting"
    OFFERED = "offered"
    TALKING = "talking"
    HELD = "held"
    KEPT = "kept"
    PARACHUTE = "parachute"
    VOICEMAIL = "voicemail"
    ENDED = "ended"


class Leg(_Part):
    """One channel of Asterisk."""

    id: str
    linkedid: str
    channel: str
    endpoint: str
    since: float
    up: bool = False
    bridge: str = ""
    placed: bool = False
    """The telephone placed this call itself; nobody rang it."""


class Call(_Part):
    """A call from the public network, or one that an agent placed; named by the caller's leg."""

    id: str
    linkedid: str
    caller: str
    dialled: str
    began: float
    began_at: float
    stage: Stage = Stage.ARRIVED
    stage_since: float = 0.0
    answered: bool = False
    queue: str = ""
    waiting_since_at: float = 0.0
    """First entry into the waiting room: the place in the queue, kept over offers."""
    waited: float = 0.0
    """Seconds in queues before the current stretch."""
    queued_since: float | None = None
    """Since when the current stretch in queues goes on, offers included; None outside."""
    outgoing: bool = False
    """An agent placed it (a call-back by click): `caller` is the customer's number."""
    talked_since: float | None = None
    """Since when an agent has talked with the caller; None before the first."""
    transfer: str = ""
    """The transfer under way."""
    parachute: bool = False
    """The queue is Asterisk's own."""
    callback: bool = False
    """The caller left to be called back when the turn comes."""
    line_number: str = ""
    key_account: bool = False
    language: str = "zh"
    reason: str = ""
    overflow_prompts: int = 0
    agent: str = ""
    """Who talks with the caller, or did last."""
    in_front: bool = False
    """Put in front of all who wait."""
    joined: list[str] = field(default_factory=list)
    """Further agents who were taken into the conversation."""
    offer: str = ""
    recordings: list[str] = field(default_factory=list)
    recording_pauses: list[tuple[float, float]] = field(default_factory=list)
    """Of the last recording, from and to: nothing was recorded on purpose."""
    recording_paused: float | None = None
    """Since when it is paused."""
    refused_by: dict[str, float] = field(default_factory=dict)
    """Agent → when an offer of this call to them ended without answer."""


class Offer(_Part):
    """A call reserved for an agent."""

    id: str
    call: str
    agent: str
    made: float
    until: float
    before: Stage = Stage.WAITING
    """Where the caller was, and is again when nobody answers."""


class Transfer(_Part):
    """A transfer under way (K3)."""

    id: str
    call: str
    agent: str
    to: str
    target: str
    began: float
    queued: bool = False
    """Handed over to a queue: over for the agent, under way until somebody answers or the caller leaves (K3)."""


class Callback(_Part):
    """A caller who left the waiting room to be called back; the place is kept. Times: seconds since 1970 UTC."""

    id: str
    """The leg that asked for it."""
    queue: str
    number: str
    since_at: float
    """First entry into the waiting room."""
    line_number: str = ""
    key_account: bool = False
    language: str = "zh"
    in_front: bool = False
    """An operator had put the caller in front of all who wait."""
    tries: int = 0
    """How often the customer was called."""
    not_before_at: float = 0.0
    call: str = ""
    """The call that is being placed for it."""
    agent: str = ""
    """Who was asked last."""


class Agent(_Part):
    """A person at an extension."""

    extension: str
    name: str = ""
    team: str = ""
    skills: dict[str, int] = field(default_factory=dict)
    state: AgentState = AgentState.SIGNED_OUT
    since: float = 0.0
    since_at: float = 0.0
    reason: str = ""
    """Why paused: the agent's own reason, or what happened (no answer, telephone lost …)."""
    cause: str = ""
    """What led to the present state: the kind of the event, and by whom."""
    then_pause: str = ""
    """A pause that was asked for during a call: its reason."""
    then_sign_out: bool = False
    call: str = ""
    offer: str = ""
    own: bool = False
    """Busy with a call of the telephone's own, outside of queues."""
    legs: set[str] = field(default_factory=set)
    reachable: bool = False
    desktop: bool = False
    wants_ready: bool = False
    """Ready again as soon as the telephone is back (R12)."""
    ready_since: float = 0.0
    """When the agent last became free: who is idle longest is offered first."""


class Floor(_Part):
    """Everything that is going on at one node."""

    node: str = "node1"
    at: float = 0.0
    """Of the latest event, on both clocks."""
    mono: float = 0.0
    machine: str = ""
    """Which start of the machine `mono` counts from."""
    legs: dict[str, Leg] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    callbacks: dict[str, Callback] = field(default_factory=dict)
    waiting: dict[str, None] = field(default_factory=dict)
    """Calls in stage WAITING."""
    kept: dict[str, None] = field(default_factory=dict)
    """Calls in stage KEPT."""
    ready: dict[str, None] = field(default_factory=dict)
    """Agents in state READY."""
    ended: dict[str, None] = field(default_factory=dict)
    """The latest legs that ended: late events of theirs change nothing."""
    odd: int = 0
    """Events that did not fit."""
