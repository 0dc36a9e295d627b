"""What Asterisk says of channels: calls begin and end with their caller's leg, agents are busy by theirs.

The end of a call is that of its caller's channel and nothing else (R6); of a call that an agent placed, that of the
customer's channel from the answer on, so that the agent's telephone may be lost (R15). An agent's leg that rings is
the moment of the pop; one that the telephone placed itself, or that answers outside an offer, makes the agent busy.
"""

from itertools import islice

from cti.floor.agents import IN_CALL, OFFERED, RINGING, Cue, move, odd
from cti.floor.callbacks import not_taken
from cti.floor.calls import move_call, waited
from cti.floor.changes import CallBegan, CallEnded, CallRinging, CallUp, Change
from cti.floor.events import (
    FloorEvent,
    LegBegan,
    LegBridged,
    LegEnded,
    LegRinging,
    LegUnbridged,
    LegUp,
)
from cti.floor.offers import close_offer, conversation_begins
from cti.floor.state import Agent, AgentState, Call, Floor, Leg, Offer, Stage
from cti.floor.transfer_end import end_transfer

TRUNK = "trunk"
REMEMBERED_ENDS = 2_000
"""Legs whose end is remembered, so that a late event does not bring them back."""


def leg_began(floor: Floor, event: LegBegan) -> list[Change]:
    if event.leg in floor.legs or not event.leg:
        return []
    if event.leg in floor.ended and not (event.age and event.endpoint != TRUNK):
        # Late; but an agent's leg that a snapshot finds alive was said to have ended by somebody else (S1).
        return odd(floor, "leg began after its end", call=event.linkedid)
    leg = floor.legs[event.leg] = Leg(
        id=event.leg,
        linkedid=event.linkedid or event.leg,
        channel=event.channel,
        endpoint=event.endpoint,
        since=event.mono - max(0.0, event.age),
        placed=event.ringing,
    )
    changes: list[Change] = []
    if event.endpoint == TRUNK and event.ringing:
        changes += _call_began(floor, event)
    elif agent := floor.agents.get(event.endpoint):
        agent.legs.add(leg.id)
        if event.ringing:
            changes += _busy(floor, agent, leg, event)
    return changes + (_up(floor, leg, event) if event.up else [])


def leg_ringing(floor: Floor, event: LegRinging) -> list[Change]:
    leg = floor.legs.get(event.leg)
    agent = floor.agents.get(leg.endpoint) if leg else None
    if leg is None or agent is None or leg.placed or agent.state in (*IN_CALL - OFFERED, RINGING):
        return []
    call = floor.calls.get(floor.offers[agent.offer].call if agent.offer else leg.linkedid)
    if call is None or agent.state is AgentState.SIGNED_OUT:
        return []
    if agent.state is AgentState.PAUSED:
        agent.then_pause = agent.reason
    agent.call = call.id
    ringing = CallRinging(call=call.id, agent=agent.extension, offer=agent.offer)
    return [*move(floor, agent, Cue.RING, event, "telephone rings"), ringing]


def leg_up(floor: Floor, event: LegUp) -> list[Change]:
    leg = floor.legs.get(event.leg)
    return _up(floor, leg, event) if leg is not None else []


def leg_ended(floor: Floor, event: LegEnded) -> list[Change]:
    call = carried(floor, event.leg)
    leg = floor.legs.pop(event.leg, None)
    if leg is None and call is None:
        return []
    _remember_end(floor, event.leg)
    changes = not_taken(floor, call, event) if call is not None else []
    if leg is not None and (agent := floor.agents.get(leg.endpoint)):
        changes += _agent_leg_ended(floor, agent, leg, event)
    if call is not None:
        changes += _call_ended(floor, call, event)
    return changes


def carrier(floor: Floor, call: Call) -> str:
    """The leg that a call ends with: the caller's, or the customer's who has answered an agent's call."""
    if call.outgoing:
        for leg in floor.legs.values():
            if leg.endpoint == TRUNK and leg.linkedid == call.linkedid and leg.up:
                return leg.id
    return call.id


def carried(floor: Floor, leg: str) -> Call | None:
    """The call that ends with this leg."""
    known = floor.legs.get(leg)
    call = floor.calls.get(leg) or (floor.calls.get(known.linkedid) if known is not None else None)
    return call if call is not None and carrier(floor, call) == leg else None


def leg_bridged(floor: Floor, event: LegBridged) -> list[Change]:
    leg = floor.legs.get(event.leg)
    if leg is None or leg.bridge == event.bridge:
        return []
    leg.bridge = event.bridge
    if (met := _offer_met(floor, leg)) is not None:
        # The dialplan says so too; whichever comes first counts, so that neither can be missed (R20).
        return conversation_begins(floor, floor.calls[met.call], floor.agents[met.agent], event)
    call = carried(floor, leg.id)
    return resume(floor, call, event) if call is not None and call.stage is Stage.HELD else []


def _offer_met(floor: Floor, leg: Leg) -> Offer | None:
    """The offer whose caller and agent share this leg's bridge now."""
    side = carried(floor, leg.id) or floor.agents.get(leg.endpoint)
    offer = floor.offers.get(side.offer) if side is not None else None
    if offer is None:
        return None
    caller = floor.legs.get(carrier(floor, floor.calls[offer.call]))
    there = (floor.legs[one].bridge for one in floor.agents[offer.agent].legs)
    return offer if caller is not None and caller.bridge == leg.bridge and leg.bridge in there else None


def leg_unbridged(floor: Floor, event: LegUnbridged) -> list[Change]:
    leg = floor.legs.get(event.leg)
    if leg is not None and leg.bridge == event.bridge:
        leg.bridge = ""
    return []


def resume(floor: Floor, call: Call, event: FloorEvent) -> list[Change]:
    """The caller who was held hears the agent again."""
    changes = move_call(floor, call, Stage.TALKING, event)
    agent = floor.agents.get(call.agent)
    if agent is not None and agent.call == call.id and agent.state is AgentState.ON_HOLD:
        changes += move(floor, agent, Cue.RESUME, event, "taken back")
    return changes


def _call_began(floor: Floor, event: LegBegan) -> list[Change]:
    age = max(0.0, event.age)
    floor.calls[event.leg] = Call(
        id=event.leg,
        linkedid=event.linkedid or event.leg,
        caller=event.number,
        dialled=event.dialled,
        began=event.mono - age,
        began_at=event.at - age,
        stage_since=event.mono - age,
    )
    return [CallBegan(call=event.leg)]


def _up(floor: Floor, leg: Leg, event: LegUp | LegBegan) -> list[Change]:
    if leg.up:
        return []
    leg.up = True
    agent = None if leg.placed else floor.agents.get(leg.endpoint)
    changes = _agent_up(floor, agent, leg, event) if agent is not None else []
    call = floor.calls.get(leg.id)
    if call is None or call.answered:
        return changes
    call.answered = True
    if call.stage is Stage.ARRIVED and not call.outgoing:
        changes += move_call(floor, call, Stage.AUTOMATIC, event)
    return [*changes, CallUp(call=call.id)]


def _agent_up(floor: Floor, agent: Agent, leg: Leg, event: LegUp | LegBegan) -> list[Change]:
    if agent.state in OFFERED and not agent.offer:
        return move(floor, agent, Cue.ANSWER, event, "telephone answered")
    return _busy(floor, agent, leg, event)


def _busy(floor: Floor, agent: Agent, leg: Leg, event: LegUp | LegBegan) -> list[Change]:
    """The agent's telephone is in a call that no offer led to."""
    if agent.state in IN_CALL or agent.state is AgentState.SIGNED_OUT:
        return []
    paused = agent.reason if agent.state is AgentState.PAUSED else ""
    changes = move(floor, agent, Cue.ANSWER, event, "telephone in use")
    agent.call = leg.linkedid if leg.linkedid in floor.calls else ""
    agent.own, agent.then_pause = not agent.call, paused
    return changes


def _agent_leg_ended(floor: Floor, agent: Agent, leg: Leg, event: LegEnded) -> list[Change]:
    agent.legs.discard(leg.id)
    if agent.legs or agent.offer or agent.state not in IN_CALL:
        return []
    if agent.state in OFFERED:
        return move(floor, agent, Cue.RELEASE, event, "rang without an answer")
    call = floor.calls.get(agent.call)
    changes = telephone_free(floor, agent, event)
    return changes + (_left_to_others(floor, call, agent, event) if call is not None else [])


def _left_to_others(floor: Floor, call: Call, left: Agent, event: LegEnded) -> list[Change]:
    """The conversation goes on with an agent who was taken into it."""
    if call.agent != left.extension or call.stage is not Stage.TALKING:
        return []
    for name in call.joined:
        other = floor.agents.get(name)
        if other is not None and other.call == call.id and other.state is AgentState.TALKING:
            return conversation_begins(floor, call, other, event)
    return []


def telephone_free(floor: Floor, agent: Agent, event: FloorEvent) -> list[Change]:
    """The agent talks with nobody any more."""
    cue = Cue.OWN_OVER if agent.own else Cue.OVER
    return move(floor, agent, cue, event, "call over")


def _call_ended(floor: Floor, call: Call, event: LegEnded) -> list[Change]:
    changes: list[Change] = []
    if call.offer:
        changes += close_offer(floor, floor.offers[call.offer], event, Cue.RELEASE, "caller left")
    total = waited(call, event.mono)
    left_in = call.stage
    changes += move_call(floor, call, Stage.ENDED, event)
    changes += end_transfer(floor, call, "abandoned", event)
    del floor.calls[call.id]
    agent = floor.agents.get(call.agent)
    if agent is not None and agent.call == call.id and agent.state in IN_CALL - OFFERED and not agent.legs:
        changes += telephone_free(floor, agent, event)
    ended = CallEnded(
        call=call.id, cause=event.cause, seen=event.seen, left_in=left_in, last=call, waited=total
    )
    return [*changes, ended]


def _remember_end(floor: Floor, leg: str) -> None:
    floor.ended[leg] = None
    if len(floor.ended) > REMEMBERED_ENDS:
        for old in list(islice(floor.ended, REMEMBERED_ENDS // 10)):
            del floor.ended[old]
