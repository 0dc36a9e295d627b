"""The states of an agent: one table of cue and state, and the one place where an agent enters a state.

A cue is what an event means for an agent. What is not in the table does not happen: it is counted as odd. A
pause or sign-out asked for during a call, a lost telephone and a closed browser hold from the end of the call
on (R12, R15); whoever becomes free is ready only with a telephone that is registered.
"""

from collections.abc import Mapping
from enum import StrEnum

from cti.floor.changes import AgentChanged, AgentMoved, Change, Odd
from cti.floor.events import FloorEvent
from cti.floor.state import Agent, AgentState, Floor

OUT, PAUSED, READY = AgentState.SIGNED_OUT, AgentState.PAUSED, AgentState.READY
RESERVED, RINGING = AgentState.RESERVED, AgentState.RINGING
TALKING, ON_HOLD, WRAP_UP = AgentState.TALKING, AgentState.ON_HOLD, AgentState.WRAP_UP

OFFERED = frozenset({RESERVED, RINGING})
IN_CALL = frozenset({RESERVED, RINGING, TALKING, ON_HOLD})

NO_TELEPHONE = "telephone lost"
NO_DESKTOP = "no desktop"
NOT_READY_YET = "signed in"


class Cue(StrEnum):
    """What can happen to an agent."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    READY = "ready"
    PAUSE = "pause"
    OFFER = "offer"
    """A call is reserved."""
    RING = "ring"
    RELEASE = "release"
    """The offer ended through no doing of the agent."""
    REFUSE = "refuse"
    """The agent's telephone did not take the call: no answer, declined, unreachable."""
    ANSWER = "answer"
    HOLD = "hold"
    RESUME = "resume"
    OVER = "over"
    """The conversation is over."""
    OWN_OVER = "own_over"
    """A call of the telephone's own is over: no work follows."""
    TELEPHONE_LOST = "telephone_lost"
    """Not registered any more."""
    LEG_LOST = "leg_lost"
    """The telephone dropped out of a conversation; the caller is kept."""
    TELEPHONE_BACK = "telephone_back"
    DESKTOP_LOST = "desktop_lost"
    WRAPPED_UP = "wrapped_up"


TABLE: Mapping[AgentState, Mapping[Cue, AgentState]] = {
    OUT: {
        Cue.SIGN_IN: PAUSED,
        Cue.ANSWER: TALKING,  # signed in to Asterisk's own queue by the telephone alone
    },
    PAUSED: {
        Cue.SIGN_OUT: OUT,
        Cue.READY: READY,
        Cue.PAUSE: PAUSED,
        Cue.OFFER: RESERVED,  # the caller who was kept for this agent (offers.py)
        Cue.RING: RINGING,
        Cue.ANSWER: TALKING,
        Cue.TELEPHONE_BACK: READY,
        Cue.DESKTOP_LOST: PAUSED,
        Cue.LEG_LOST: PAUSED,
    },
    READY: {
        Cue.SIGN_OUT: OUT,
        Cue.PAUSE: PAUSED,
        Cue.OFFER: RESERVED,
        Cue.RING: RINGING,
        Cue.ANSWER: TALKING,
        Cue.TELEPHONE_LOST: PAUSED,
        Cue.DESKTOP_LOST: PAUSED,
        Cue.LEG_LOST: PAUSED,
    },
    RESERVED: {
        Cue.RING: RINGING,
        Cue.RELEASE: READY,
        Cue.REFUSE: PAUSED,
        Cue.ANSWER: TALKING,
    },
    RINGING: {
        Cue.RELEASE: READY,
        Cue.REFUSE: PAUSED,
        Cue.ANSWER: TALKING,
    },
    TALKING: {
        Cue.HOLD: ON_HOLD,
        Cue.OVER: WRAP_UP,
        Cue.OWN_OVER: READY,
        Cue.LEG_LOST: PAUSED,
    },
    ON_HOLD: {
        Cue.RESUME: TALKING,
        Cue.ANSWER: TALKING,
        Cue.OVER: WRAP_UP,
        Cue.OWN_OVER: READY,
        Cue.LEG_LOST: PAUSED,
    },
    WRAP_UP: {
        Cue.SIGN_OUT: OUT,
        Cue.READY: READY,
        Cue.PAUSE: PAUSED,
        Cue.OFFER: RESERVED,  # the caller who was kept for this agent
        Cue.RING: RINGING,
        Cue.ANSWER: TALKING,
        Cue.DESKTOP_LOST: PAUSED,
        Cue.LEG_LOST: PAUSED,
        Cue.WRAPPED_UP: READY,
    },
}


def move(
    floor: Floor, agent: Agent, cue: Cue, event: FloorEvent, cause: str, reason: str = ""
) -> list[Change]:
    """Let a cue take effect. `cause`: what led to it; `reason`: why paused, shown to the agent."""
    target = TABLE[agent.state].get(cue)
    if target is None:
        return odd(floor, f"{cue.value} while {agent.state.value}", agent=agent.extension)
    free = agent.state in IN_CALL and target not in IN_CALL
    if free and agent.then_sign_out:
        return enter(floor, agent, OUT, event, cause)
    if free and agent.then_pause and target is not PAUSED:
        return enter(floor, agent, PAUSED, event, cause, agent.then_pause)
    if target is READY and not agent.reachable:
        changes = enter(floor, agent, PAUSED, event, cause, NO_TELEPHONE)
        agent.wants_ready = True
        return changes
    return enter(floor, agent, target, event, cause, reason)


def enter(
    floor: Floor, agent: Agent, state: AgentState, event: FloorEvent, cause: str, reason: str = ""
) -> list[Change]:
    """Put an agent into a state, and what belongs to states with it."""
    if agent.state is state and agent.reason == reason:
        return []
    moved = AgentMoved(
        agent=agent.extension,
        before=agent.state,
        after=state,
        cause=cause,
        lasted=max(0.0, event.mono - agent.since),
    )
    agent.state, agent.reason, agent.cause = state, reason, cause
    agent.since, agent.since_at = event.mono, event.at
    agent.wants_ready = False
    if state not in IN_CALL:
        agent.call, agent.own = "", False
        agent.then_pause, agent.then_sign_out = "", False
    if state is READY:
        agent.ready_since = event.mono
        floor.ready[agent.extension] = None
    else:
        floor.ready.pop(agent.extension, None)
    return [moved]


def then(agent: Agent, *, pause: str = "", sign_out: bool = False) -> list[Change]:
    """Remember what is to follow the present call; nothing at all: ready again."""
    if (agent.then_pause, agent.then_sign_out) == (pause, sign_out):
        return []
    agent.then_pause, agent.then_sign_out = pause, sign_out
    return [AgentChanged(agent=agent.extension)]


def odd(floor: Floor, what: str, *, call: str = "", agent: str = "") -> list[Change]:
    """An event that does not fit."""
    floor.odd += 1
    return [Odd(what=what, call=call, agent=agent)]
