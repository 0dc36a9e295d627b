"""What is true of the floor at any moment, whatever came before."""

from cti.floor.agents import IN_CALL, OFFERED
from cti.floor.calls import IN_QUEUE
from cti.floor.state import AgentState, Floor, Stage


def check(floor: Floor) -> None:
    """Raise AssertionError when the floor contradicts itself."""
    _offers(floor)
    _agents(floor)
    _calls(floor)
    for transfer in floor.transfers.values():
        assert floor.calls[transfer.call].transfer == transfer.id


def _offers(floor: Floor) -> None:
    for offer in floor.offers.values():
        assert floor.calls[offer.call].offer == offer.id, "the call knows its offer"
        assert floor.calls[offer.call].stage is Stage.OFFERED
        assert floor.agents[offer.agent].offer == offer.id, "the agent knows the offer"
        assert floor.agents[offer.agent].state in OFFERED
        assert floor.agents[offer.agent].call == offer.call
        assert offer.until >= offer.made, "every offer has a lease"
    assert len({offer.call for offer in floor.offers.values()}) == len(floor.offers), "no call to two agents"
    assert len({offer.agent for offer in floor.offers.values()}) == len(floor.offers), "no agent with two"


def _agents(floor: Floor) -> None:
    assert set(floor.ready) == {a.extension for a in floor.agents.values() if a.state is AgentState.READY}
    for agent in floor.agents.values():
        assert (agent.offer in floor.offers) == bool(agent.offer)
        if agent.state is AgentState.RESERVED:
            assert agent.offer, "reserved by an offer"
        if agent.state not in IN_CALL:
            assert not agent.call
            assert not agent.offer
            assert not agent.then_pause
            assert not agent.then_sign_out
        if agent.state is AgentState.READY:
            assert agent.reachable, "ready with a telephone only (R12)"
        assert all(floor.legs[leg].endpoint == agent.extension for leg in agent.legs)
        assert bool(agent.reason) == (agent.state is AgentState.PAUSED), "a pause has a reason"


def _calls(floor: Floor) -> None:
    assert set(floor.waiting) == {c.id for c in floor.calls.values() if c.stage is Stage.WAITING}
    assert set(floor.kept) == {c.id for c in floor.calls.values() if c.stage is Stage.KEPT}
    for call in floor.calls.values():
        assert call.stage is not Stage.ENDED
        assert (call.offer in floor.offers) == bool(call.offer)
        assert (call.transfer in floor.transfers) == bool(call.transfer)
        assert call.waited >= 0
        assert call.queued_since is None or call.stage in IN_QUEUE
        if call.stage in (Stage.WAITING, Stage.PARACHUTE):
            assert call.queued_since is not None
