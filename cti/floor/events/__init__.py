"""Everything that can happen on the floor, as typed values: what the event log keeps and the fold is made of.

Three sources: Asterisk (facts of legs, telephones and the dialplan), people (acts through the API), and our own
clocks (leases that ran out), so that replaying the log needs neither Asterisk nor a clock (design decision 4).
`at` is the wall clock in seconds since 1970 UTC, `mono` a clock that never steps, in seconds: durations are
differences of `mono` alone (hardening R18). Text comes checked: digits and words of ours (S1).
"""

from cti.floor.events.clocks import (
    KeptOver,
    LeaseOver,
    OfferFailed,
    OfferMade,
    ServiceStarted,
    WrapUpOver,
)
from cti.floor.events.dialplan import (
    CallbackAsked,
    ConsultAnswered,
    ConsultOver,
    Conversation,
    Held,
    Kept,
    KeysLeft,
    OfferOver,
    OutcallOver,
    OverflowAsked,
    QueueEmpty,
    Waiting,
    WaitingOver,
)
from cti.floor.events.event import FloorEvent
from cti.floor.events.legs import (
    DeviceSeen,
    LegBegan,
    LegBridged,
    LegEnded,
    LegRinging,
    LegUnbridged,
    LegUp,
)
from cti.floor.events.people import (
    AgentKnown,
    AgentStands,
    DesktopSeen,
    PopAcknowledged,
    SignedIn,
    SignedOut,
    WantsPause,
    WantsReady,
)
from cti.floor.events.steering import (
    CallbackOver,
    CallbackTried,
    Steered,
    TransferOver,
    Transferred,
)

__all__ = [
    "AgentKnown",
    "AgentStands",
    "AnyEvent",
    "CallbackAsked",
    "CallbackOver",
    "CallbackTried",
    "ConsultAnswered",
    "ConsultOver",
    "Conversation",
    "DesktopSeen",
    "DeviceSeen",
    "FloorEvent",
    "Held",
    "Kept",
    "KeptOver",
    "KeysLeft",
    "LeaseOver",
    "LegBegan",
    "LegBridged",
    "LegEnded",
    "LegRinging",
    "LegUnbridged",
    "LegUp",
    "OfferFailed",
    "OfferMade",
    "OfferOver",
    "OutcallOver",
    "OverflowAsked",
    "PopAcknowledged",
    "QueueEmpty",
    "ServiceStarted",
    "SignedIn",
    "SignedOut",
    "Steered",
    "TransferOver",
    "Transferred",
    "Waiting",
    "WaitingOver",
    "WantsPause",
    "WantsReady",
    "WrapUpOver",
]

AnyEvent = (
    LegBegan
    | LegRinging
    | LegUp
    | LegEnded
    | LegBridged
    | LegUnbridged
    | Waiting
    | OverflowAsked
    | QueueEmpty
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
    | AgentStands
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
