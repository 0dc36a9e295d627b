"""The fold: one event changes the floor, and says what it changed (design decisions 1 and 4).

Never raises, whatever comes in whatever order; what does not fit is counted as odd. The cost of an event does
not depend on how many agents and calls there are.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cti.floor import callbacks, legs, offers, people, restart, standing, talking, transfers, waiting
from cti.floor import events as e
from cti.floor.changes import Change
from cti.floor.state import Floor


def _nothing(floor: Floor, event: e.FloorEvent) -> list[Change]:
    return []


HANDLERS: Mapping[type[e.FloorEvent], Callable[[Floor, Any], list[Change]]] = {
    e.LegBegan: legs.leg_began,
    e.LegRinging: legs.leg_ringing,
    e.LegUp: legs.leg_up,
    e.LegEnded: legs.leg_ended,
    e.LegBridged: legs.leg_bridged,
    e.LegUnbridged: legs.leg_unbridged,
    e.Waiting: waiting.waiting,
    e.OverflowAsked: waiting.overflow_asked,
    e.QueueEmpty: transfers.queue_empty,
    e.WaitingOver: waiting.waiting_over,
    e.CallbackAsked: waiting.callback_asked,
    e.CallbackTried: callbacks.callback_tried,
    e.CallbackOver: callbacks.callback_over,
    e.OfferMade: offers.offer_made,
    e.OfferFailed: offers.offer_failed,
    e.OfferOver: offers.offer_over,
    e.LeaseOver: offers.lease_over,
    e.Conversation: talking.conversation,
    e.Kept: talking.kept,
    e.KeptOver: talking.kept_over,
    e.Held: transfers.held,
    e.Transferred: transfers.transferred,
    e.TransferOver: transfers.transfer_over,
    e.Steered: transfers.steered,
    e.AgentKnown: people.agent_known,
    e.AgentStands: standing.agent_stands,
    e.SignedIn: people.signed_in,
    e.SignedOut: people.signed_out,
    e.WantsReady: people.wants_ready,
    e.WantsPause: people.wants_pause,
    e.DesktopSeen: people.desktop_seen,
    e.DeviceSeen: people.device_seen,
    e.WrapUpOver: people.wrap_up_over,
    e.ServiceStarted: restart.service_started,
    e.PopAcknowledged: _nothing,
    e.KeysLeft: _nothing,
    e.ConsultAnswered: _nothing,
    e.ConsultOver: _nothing,
    e.OutcallOver: _nothing,
}


def apply(floor: Floor, event: e.FloorEvent) -> list[Change]:
    """Fold one event into the floor; the changes are in the order in which they took effect."""
    changes = HANDLERS.get(type(event), _nothing)(floor, event)
    if event.mono > floor.mono:
        floor.at, floor.mono = event.at, event.mono
    return changes
