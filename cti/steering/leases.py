"""Every state of an agent that a call brings about has a lease; past it, Asterisk's channels decide (R20).

Pure: the floor, the time and Asterisk's channels come as arguments.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cti import dialplan
from cti.floor.legs import carrier
from cti.floor.state import Agent, AgentState, Floor
from cti.steering.whereabouts import Place

LEASE_SECONDS = 5.0
"""A telephone that does not ring so soon after the reservation is looked into."""
RINGS_LONGER = 5.0
"""Seconds on top of RING_SECONDS that a telephone may be heard of as ringing."""
SURE_AFTER = 5.0
"""Seconds for which a conversation is not doubted: its legs' events may still be on their way."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """An agent whose state has outlived its lease. `since` names the very stay in that state."""

    agent: str
    state: AgentState
    since: float


def doubts(floor: Floor, now: float, ring_seconds: float) -> Iterator[Doubt]:
    """The agents whose state Asterisk has to bear out. `now`: seconds of the clock that never steps."""
    lasts = {
        AgentState.RESERVED: LEASE_SECONDS,
        AgentState.RINGING: ring_seconds + RINGS_LONGER,
        AgentState.TALKING: SURE_AFTER,
        AgentState.ON_HOLD: SURE_AFTER,
    }
    for agent in floor.agents.values():
        lease = lasts.get(agent.state)
        if lease is not None and now - agent.since > lease:
            yield Doubt(agent.extension, agent.state, agent.since)


def borne_out(agent: Agent, floor: Floor, places: Mapping[str, Place]) -> bool:
    """Whether Asterisk's channels are such that the agent's state can be true."""
    legs = [place for place in places.values() if place.endpoint == agent.extension]
    if agent.state is AgentState.ON_HOLD and agent.call not in floor.calls:
        return False  # the leg waits for nobody
    if agent.state in (AgentState.TALKING, AgentState.ON_HOLD):
        return any(leg.up for leg in legs)
    if any(not leg.up for leg in legs):
        return True
    offer = floor.offers.get(agent.offer)
    caller = places.get(carrier(floor, floor.calls[offer.call])) if offer is not None else None
    return caller is not None and (caller.context, caller.exten) == (dialplan.OFFER, agent.extension)


def answered_unheard(agent: Agent, places: Mapping[str, Place]) -> bool:
    """Whether the telephone of an agent who is offered a call is in one already: an event was missed."""
    offered = agent.state in (AgentState.RESERVED, AgentState.RINGING)
    return offered and any(place.endpoint == agent.extension and place.up for place in places.values())
