"""Offers: a call reserved for an agent, by one conditional step, until somebody answers or it is over.

A call has at most one offer and an agent at most one; whoever comes second changes nothing (R16). Every way out
of an offer goes through here, so that neither side can stay reserved (R20).
"""

from cti.floor.agents import (
    IN_CALL,
    NO_TELEPHONE,
    OFFERED,
    PAUSED,
    READY,
    TALKING,
    WRAP_UP,
    Cue,
    move,
    odd,
)
from cti.floor.calls import move_call, waited
from cti.floor.changes import CallAnswered, Change, OfferClosed
from cti.floor.events import FloorEvent, LeaseOver, OfferFailed, OfferMade, OfferOver
from cti.floor.state import Agent, AgentState, Call, Floor, Offer, Stage
from cti.floor.transfer_end import end_transfer

REFUSALS = {
    "NOANSWER": "no answer",
    "BUSY": "declined",
    "CHANUNAVAIL": "telephone unreachable",
    "CONGESTION": "telephone unreachable",
    "INVALIDARGS": "telephone unreachable",
}
"""Asterisk's DIALSTATUS → why the agent is paused; any other is not the agent's doing."""


def offer_made(floor: Floor, event: OfferMade) -> list[Change]:
    call, agent = floor.calls.get(event.leg), floor.agents.get(event.agent)
    if call is None or agent is None or event.offer in floor.offers or not event.offer:
        return odd(floor, "offer of nothing", call=event.leg, agent=event.agent)
    if call.offer or agent.offer or not _open_to(floor, call, agent):
        return odd(floor, "offer came second", call=event.leg, agent=event.agent)
    floor.offers[event.offer] = Offer(
        id=event.offer,
        call=call.id,
        agent=agent.extension,
        made=event.mono,
        until=event.mono + event.lease,
        before=call.stage,
    )
    paused = agent.reason if agent.state is PAUSED else ""
    changes = move(floor, agent, Cue.OFFER, event, "call reserved")
    call.offer, agent.offer = event.offer, event.offer
    agent.call, agent.then_pause = call.id, paused
    return [*changes, *move_call(floor, call, Stage.OFFERED, event)]


def offer_failed(floor: Floor, event: OfferFailed) -> list[Change]:
    offer = floor.offers.get(event.offer)
    if offer is None:
        return []
    return close_offer(floor, offer, event, Cue.RELEASE, event.why)


def offer_over(floor: Floor, event: OfferOver) -> list[Change]:
    offer = floor.offers.get(event.offer)
    if offer is None:
        return []
    reason = REFUSALS.get(event.status)
    if reason is None:
        return close_offer(floor, offer, event, Cue.RELEASE, event.status.lower())
    call = floor.calls[offer.call]
    call.refused_by[offer.agent] = event.mono
    return close_offer(floor, offer, event, Cue.REFUSE, reason)


def lease_over(floor: Floor, event: LeaseOver) -> list[Change]:
    agent = floor.agents.get(event.agent)
    if agent is None or agent.state.value != event.state or agent.state not in IN_CALL:
        return []
    if agent.offer:
        offer = floor.offers[agent.offer]
        floor.calls[offer.call].refused_by[agent.extension] = event.mono
        return close_offer(floor, offer, event, Cue.RELEASE, "lease over")
    if agent.state in OFFERED:
        return move(floor, agent, Cue.RELEASE, event, "lease over")
    return move(floor, agent, Cue.OWN_OVER if agent.own else Cue.OVER, event, "lease over")


def close_offer(floor: Floor, offer: Offer, event: FloorEvent, cue: Cue, why: str) -> list[Change]:
    """End an offer without a conversation; the caller is where they were, place kept."""
    call, agent = _unbind(floor, offer)
    closed = OfferClosed(offer=offer.id, call=offer.call, agent=offer.agent, why=why)
    changes: list[Change] = [closed, *move(floor, agent, cue, event, why, why if cue is Cue.REFUSE else "")]
    if call.stage is Stage.OFFERED:
        changes += move_call(floor, call, offer.before, event)
    return changes


def conversation_begins(
    floor: Floor, call: Call, agent: Agent | None, event: FloorEvent, file: str = "", extension: str = ""
) -> list[Change]:
    """An agent answered a caller: ends the offers of both, whoever they were for."""
    name = agent.extension if agent is not None else extension
    changes: list[Change] = []
    if call.offer:
        changes += _answered_offer(floor, floor.offers[call.offer], name, event)
    if agent is not None and agent.offer:
        changes += close_offer(floor, floor.offers[agent.offer], event, Cue.RELEASE, "took another call")
    total = waited(call, event.mono)
    changes += move_call(floor, call, Stage.TALKING, event)
    first = call.talked_since is None
    call.agent, call.talked_since, call.parachute = name, event.mono, False
    call.in_front = False
    if agent is not None:
        changes += _talks(floor, agent, call, event)
    answered = CallAnswered(
        call=call.id,
        agent=name,
        queue="" if call.outgoing and first else call.queue,  # it waited for nobody: no figure of the queue's
        waited=total,
        file=file,
        first=first,
        transfer=call.transfer,
    )
    transfer = floor.transfers.get(call.transfer)
    back = transfer is not None and transfer.agent == name and not transfer.queued
    return [*changes, answered, *end_transfer(floor, call, "failed" if back else "answered", event)]


def _answered_offer(floor: Floor, offer: Offer, name: str, event: FloorEvent) -> list[Change]:
    if offer.agent != name:
        return close_offer(floor, offer, event, Cue.RELEASE, "another agent answered")
    _unbind(floor, offer)
    return []


def _talks(floor: Floor, agent: Agent, call: Call, event: FloorEvent) -> list[Change]:
    if agent.state is PAUSED:
        agent.then_pause = agent.reason
    elif agent.state is AgentState.SIGNED_OUT:
        agent.then_sign_out = True
    if agent.then_pause == NO_TELEPHONE:
        agent.then_pause = ""  # the telephone that was lost has just answered
    changes = [] if agent.state is TALKING else move(floor, agent, Cue.ANSWER, event, "answered")
    agent.call, agent.own = call.id, False
    return changes


def _unbind(floor: Floor, offer: Offer) -> tuple[Call, Agent]:
    call, agent = floor.calls[offer.call], floor.agents[offer.agent]
    del floor.offers[offer.id]
    call.offer = agent.offer = ""
    return call, agent


def _open_to(floor: Floor, call: Call, agent: Agent) -> bool:
    if call.stage is Stage.KEPT:
        return agent.extension == call.agent and agent.state in (READY, PAUSED, WRAP_UP)
    transfer = floor.transfers.get(call.transfer)
    if transfer is not None and transfer.queued:
        transfer = None
    if transfer is not None and transfer.agent == agent.extension:  # comes back to who passed it on
        return agent.state in (READY, PAUSED, WRAP_UP)
    if call.stage is Stage.WAITING or transfer is not None:
        return agent.state is READY
    return False
