"""Everything that can happen on the floor, as typed values: what the event log keeps and the fold is made of.

Three sources: Asterisk (facts of legs, telephones and the dialplan), people (acts through the API), and our own
clocks (leases that ran out), so that replaying the log needs neither Asterisk nor a clock (design decision 4).
`at` is the wall clock in seconds since 1970 UTC, `mono` a clock that never steps, in seconds: durations are
differences of `mono` alone (hardening R18). Text comes checked: digits and words of ours (S1).
"""

from typing import Literal

from msgspec import Struct


class FloorEvent(Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """One thing that happened. `linkedid`: Asterisk's id of the conversation that it belongs to, if any."""

    at: float
    mono: float
    linkedid: str = ""


# ---- Asterisk: legs ---------------------------------------------------------------------------------------


class LegBegan(FloorEvent, frozen=True, kw_only=True, tag="leg_began"):
    """A channel exists. `endpoint`: `trunk` or an agent's extension, empty for anything else."""

    leg: str
    """Asterisk's unique id."""
    channel: str
    """Asterisk's name of it."""
    endpoint: str = ""
    number: str = ""
    """The other side's number, digits: a hint, never proof (S17)."""
    dialled: str = ""
    up: bool = False
    age: float = 0.0
    """Seconds that it existed before we learned of it (snapshot)."""
    ringing: bool = False
    """An incoming call (`Ring`), not one that we place."""


class LegRinging(FloorEvent, frozen=True, kw_only=True, tag="leg_ringing"):
    """The far telephone rings."""

    leg: str


class LegUp(FloorEvent, frozen=True, kw_only=True, tag="leg_up"):
    """The far side answered, or Asterisk answered the caller."""

    leg: str


class LegEnded(FloorEvent, frozen=True, kw_only=True, tag="leg_ended"):
    """A channel hung up. `cause`: ITU-T Q.850, 0 unknown. `seen` False: found missing in a snapshot (R7, R12)."""

    leg: str
    cause: int = 0
    seen: bool = True


class LegBridged(FloorEvent, frozen=True, kw_only=True, tag="leg_bridged"):
    """A leg entered a bridge."""

    leg: str
    bridge: str


class LegUnbridged(FloorEvent, frozen=True, kw_only=True, tag="leg_unbridged"):
    """A leg left a bridge."""

    leg: str
    bridge: str


# ---- Asterisk: the dialplan's user events (docs/asterisk.md) ------------------------------------------------


class Waiting(FloorEvent, frozen=True, kw_only=True, tag="waiting"):
    """A caller is in the waiting room. `since`: seconds since 1970 of the first entry, kept over offers (F2.1)."""

    leg: str
    queue: str
    since: float
    line_number: str = ""
    key_account: bool = False
    language: str = "zh"
    reason: str = ""
    """Why the automatic flow sent the caller here."""
    parachute: bool = False
    """In Asterisk's own queue: no heartbeat of ours was seen."""


class OverflowAsked(FloorEvent, frozen=True, kw_only=True, tag="overflow_asked"):
    """The caller was asked whether to go back to the automatic flow (F2.1)."""

    leg: str


class WaitingOver(FloorEvent, frozen=True, kw_only=True, tag="waiting_over"):
    """The caller left the waiting room other than by an offer or a hang-up."""

    leg: str
    why: Literal["returned", "parachute", "voicemail", "callback", "overflow"]


class OfferOver(FloorEvent, frozen=True, kw_only=True, tag="offer_over"):
    """The agent did not take the call. `status`: Asterisk's DIALSTATUS."""

    leg: str
    offer: str
    status: str
    cause: int = 0


class Conversation(FloorEvent, frozen=True, kw_only=True, tag="conversation"):
    """An agent answered and the recording runs. `file`: name in the folder of conversations."""

    leg: str
    agent: str
    offer: str = ""
    file: str = ""
    queue: str = ""
    """Set where the parachute connected the two (no offer of ours)."""


class Held(FloorEvent, frozen=True, kw_only=True, tag="held"):
    """The caller hears music because the desk said so."""

    leg: str


class Kept(FloorEvent, frozen=True, kw_only=True, tag="kept"):
    """The agent's leg was lost while talking; the caller is kept on hold for the same agent."""

    leg: str
    agent: str


class KeysLeft(FloorEvent, frozen=True, kw_only=True, tag="keys_left"):
    """The caller hung up amid an entry: these digits no dialog has taken (F1.14)."""

    leg: str
    digits: str


class ConsultAnswered(FloorEvent, frozen=True, kw_only=True, tag="consult_answered"):
    """Whom an agent asks has answered. `leg`: the asked side's; `target`: an extension or a number."""

    leg: str
    target: str


class ConsultOver(FloorEvent, frozen=True, kw_only=True, tag="consult_over"):
    """An agent talks with the asked side no more, or never did. `leg`: the agent's; `status`: DIALSTATUS."""

    leg: str
    target: str
    status: str
    cause: int = 0


class OutcallOver(FloorEvent, frozen=True, kw_only=True, tag="outcall_over"):
    """The number called from the desk was not reached. `leg`: the agent's; `status`: DIALSTATUS or REFUSED."""

    leg: str
    offer: str
    status: str
    cause: int = 0


class CallbackAsked(FloorEvent, frozen=True, kw_only=True, tag="callback_asked"):
    """The caller leaves and wants to be called back when the turn comes."""

    leg: str
    queue: str
    number: str
    since: float
    line_number: str = ""


# ---- Asterisk: telephones -----------------------------------------------------------------------------------


class CallbackTried(FloorEvent, frozen=True, kw_only=True, tag="callback_tried"):
    """The turn of a caller who asked to be called back has come. `leg`: the call that is placed for it."""

    callback: str
    """The leg that asked for it."""
    leg: str
    agent: str


class CallbackOver(FloorEvent, frozen=True, kw_only=True, tag="callback_over"):
    """How calling back ended; `again`: in line once more, not before so many seconds."""

    callback: str
    result: Literal["answered", "again", "failed", "cancelled"]
    seconds: float = 0.0


class DeviceSeen(FloorEvent, frozen=True, kw_only=True, tag="device_seen"):
    """An agent's telephone is registered and reachable, or not."""

    agent: str
    reachable: bool


# ---- people -------------------------------------------------------------------------------------------------


class AgentKnown(FloorEvent, frozen=True, kw_only=True, tag="agent_known"):
    """Who an extension belongs to and what the person can do: from the users table, again when it changes."""

    agent: str
    """The extension, 8001-8999."""
    name: str
    skills: dict[str, int]
    """Queue → level; 1 is the best. A queue that is not here is never offered."""
    team: str = ""


class SignedIn(FloorEvent, frozen=True, kw_only=True, tag="signed_in"):
    """An agent began to work; paused until ready."""

    agent: str
    by: str


class SignedOut(FloorEvent, frozen=True, kw_only=True, tag="signed_out"):
    """An agent stopped working, or was signed out by somebody (`by`)."""

    agent: str
    by: str


class WantsReady(FloorEvent, frozen=True, kw_only=True, tag="wants_ready"):
    """An agent takes calls from now on; ends wrap-up or pause."""

    agent: str
    by: str


class WantsPause(FloorEvent, frozen=True, kw_only=True, tag="wants_pause"):
    """An agent takes no calls; in a conversation it holds from its end on."""

    agent: str
    by: str
    reason: str


class DesktopSeen(FloorEvent, frozen=True, kw_only=True, tag="desktop_seen"):
    """An agent's browser is there, or not any more (R15)."""

    agent: str
    present: bool


# ---- the router and the clocks ------------------------------------------------------------------------------


class OfferMade(FloorEvent, frozen=True, kw_only=True, tag="offer_made"):
    """A call is reserved for an agent until the lease runs out."""

    offer: str
    leg: str
    agent: str
    lease: float
    """Seconds."""


class OfferFailed(FloorEvent, frozen=True, kw_only=True, tag="offer_failed"):
    """Asterisk did not take the redirect: the caller waits on, the agent is free again."""

    offer: str
    why: str


class ServiceStarted(FloorEvent, frozen=True, kw_only=True, tag="service_started"):
    """A process of ours took over. `boot`: its name; what follows in the log is its own.

    `machine`: name of the machine's own start: `mono` begins anew with it.
    """

    boot: str
    machine: str = ""


class LeaseOver(FloorEvent, frozen=True, kw_only=True, tag="lease_over"):
    """A state lasted longer than it may and Asterisk does not bear it out (R20)."""

    agent: str
    state: str
    """The state that the lease was for; in another one the event changes nothing."""


class WrapUpOver(FloorEvent, frozen=True, kw_only=True, tag="wrap_up_over"):
    """The time for work after the call has run out."""

    agent: str


class KeptOver(FloorEvent, frozen=True, kw_only=True, tag="kept_over"):
    """The same agent did not come back in time: the caller goes to the queue's head."""

    leg: str


# ---- steering: what the desk did to a call ------------------------------------------------------------------


class Transferred(FloorEvent, frozen=True, kw_only=True, tag="transferred"):
    """A transfer began. `target`: a queue's name, an extension or a number (K3, F2.8)."""

    transfer: str
    leg: str
    agent: str
    to: Literal["queue", "agent", "number"]
    target: str
    mode: Literal["blind", "attended"]
    reason: str = ""
    report: str = ""


class TransferOver(FloorEvent, frozen=True, kw_only=True, tag="transfer_over"):
    """How a transfer ended; `failed` and `cancelled` returned the caller to the agent."""

    transfer: str
    leg: str
    result: Literal["answered", "queued", "failed", "cancelled", "abandoned"]


class Steered(FloorEvent, frozen=True, kw_only=True, tag="steered"):
    """Anything else a person did to a call: hold, resume, keys, recording_paused, listen, out_call, move …

    `out_call`: `leg` is that of the agent `by`, `detail` the number called; it makes the call known.
    """

    leg: str
    by: str
    act: str
    detail: str = ""


class PopAcknowledged(FloorEvent, frozen=True, kw_only=True, tag="pop_acknowledged"):
    """An agent's desktop shows the screen pop (F2.2). Evidence only: it changes nothing on the floor."""

    offer: str
    leg: str
    agent: str
    revision: int
    seconds: float
    """From the manager event of the ringing until the acknowledgement arrived."""


AnyEvent = (
    LegBegan
    | LegRinging
    | LegUp
    | LegEnded
    | LegBridged
    | LegUnbridged
    | Waiting
    | OverflowAsked
    | WaitingOver
    | OfferOver
    | Conversation
    | Held
    | Kept
    | KeysLeft
    | ConsultAnswered
    | ConsultOver
    | OutcallOver
    | CallbackAsked
    | CallbackTried
    | CallbackOver
    | DeviceSeen
    | AgentKnown
    | SignedIn
    | SignedOut
    | WantsReady
    | WantsPause
    | DesktopSeen
    | OfferMade
    | OfferFailed
    | ServiceStarted
    | LeaseOver
    | WrapUpOver
    | KeptOver
    | Transferred
    | TransferOver
    | Steered
    | PopAcknowledged
)
