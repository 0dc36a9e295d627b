"""R20: which states are doubted when, and what Asterisk's channels say about each."""

import pytest

from cti.floor.state import Agent, AgentState, Call, Floor, Offer
from cti.steering.leases import LEASE_SECONDS, RINGS_LONGER, SURE_AFTER, answered_unheard, borne_out, doubts
from cti.steering.whereabouts import Place

RING = 20.0


def place(endpoint: str, *, up: bool = False, context: str = "agent_leg", exten: str = "s") -> Place:
    name = "n-1.1" if endpoint == "trunk" else f"n-{endpoint}.2"
    return Place(name, f"PJSIP/{endpoint}-0000001", endpoint, context, exten, up, "n-1.1")


def floor(state: AgentState) -> Floor:
    known = Floor()
    offered = state in (AgentState.RESERVED, AgentState.RINGING)
    known.agents["8001"] = Agent(
        extension="8001", state=state, since=100.0, call="n-1.1", offer="o1" if offered else ""
    )
    known.calls["n-1.1"] = Call(id="n-1.1", linkedid="", caller="", dialled="", began=0, began_at=0)
    if offered:
        known.offers["o1"] = Offer(id="o1", call="n-1.1", agent="8001", made=100.0, until=105.0)
    return known


@pytest.mark.parametrize(
    ("state", "lease"),
    [
        (AgentState.RESERVED, LEASE_SECONDS),
        (AgentState.RINGING, RING + RINGS_LONGER),
        (AgentState.TALKING, SURE_AFTER),
        (AgentState.ON_HOLD, SURE_AFTER),
        (AgentState.READY, None),
        (AgentState.PAUSED, None),
        (AgentState.WRAP_UP, None),
        (AgentState.SIGNED_OUT, None),
    ],
)
def test_each_state_has_its_lease(state: AgentState, lease: float | None) -> None:
    late = 100.0 + (lease or 9_999.0)
    assert not list(doubts(floor(state), late, RING))
    assert [doubt.agent for doubt in doubts(floor(state), late + 0.1, RING)] == (["8001"] if lease else [])


@pytest.mark.parametrize(
    ("state", "places", "true", "why"),
    [
        (AgentState.RESERVED, [], False, "the caller is gone too"),
        (AgentState.RESERVED, [place("trunk", context="waiting")], False, "the caller was never moved"),
        (
            AgentState.RESERVED,
            [place("trunk", context="offer", exten="8002")],
            False,
            "offered to somebody else",
        ),
        (AgentState.RESERVED, [place("trunk", context="offer", exten="8001")], True, "being dialled"),
        (AgentState.RINGING, [place("8001")], True, "it rings"),
        (AgentState.RINGING, [place("8002")], False, "another telephone rings"),
        (AgentState.RINGING, [place("8001", up=True)], False, "it was answered: not ringing any more"),
        (AgentState.TALKING, [place("8001", up=True)], True, "in a call"),
        (AgentState.TALKING, [place("8001")], False, "its telephone only rings"),
        (AgentState.ON_HOLD, [place("trunk", context="held")], False, "the agent's leg is gone"),
    ],
)
def test_asterisk_s_channels_bear_a_state_out_or_not(
    state: AgentState, places: list[Place], true: bool, why: str
) -> None:
    known = floor(state)
    assert borne_out(known.agents["8001"], known, {row.id: row for row in places}) is true, why


def test_nobody_has_a_caller_on_hold_who_is_gone() -> None:
    """The agent's leg lives on in [agent_stays] and proves nothing."""
    known = floor(AgentState.ON_HOLD)
    here = {"x": place("8001", up=True, context="agent_stays")}
    assert borne_out(known.agents["8001"], known, here)
    del known.calls["n-1.1"]
    assert not borne_out(known.agents["8001"], known, here)


def test_a_telephone_that_was_answered_unheard_is_noticed() -> None:
    here = {"x": place("8001", up=True)}
    assert answered_unheard(floor(AgentState.RINGING).agents["8001"], here)
    assert not answered_unheard(floor(AgentState.TALKING).agents["8001"], here)
    assert not answered_unheard(floor(AgentState.RINGING).agents["8001"], {"x": place("8001")})
