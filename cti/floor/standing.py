"""How agents stand, told again now and then: a fold may begin in the middle of the log and be right (H14, decision 4).

Somebody whose telephone registered days ago, or who signed in yesterday, is not in the hours that are folded before a
day. Where the floor has it so already, as the live floor always does, the event changes nothing.
"""

from collections.abc import Iterator

from cti.floor.agents import IN_CALL, NO_TELEPHONE, OFFERED, PAUSED, READY
from cti.floor.changes import Change
from cti.floor.events import AgentStands
from cti.floor.state import Agent, Floor, Leg

STANDS_EVERY = 6 * 3600.0
"""Seconds."""
RUN_UP = 2 * STANDS_EVERY
"""Seconds to fold before the first event that counts: within them every agent was told at least once."""


def standings(floor: Floor, at: float, mono: float) -> Iterator[AgentStands]:
    """Each agent as of now."""
    for agent in list(floor.agents.values()):
        yield _told(agent, at, mono)


def agent_stands(floor: Floor, event: AgentStands) -> list[Change]:
    agent = floor.agents.get(event.agent)
    if agent is not None and _told(agent, event.at, event.mono) == event:
        return []
    if agent is None:
        agent = floor.agents[event.agent] = Agent(extension=event.agent)
    agent.name, agent.team, agent.skills = event.name, event.team, dict(event.skills)
    agent.reachable, agent.desktop = event.reachable, event.desktop
    if not agent.offer and agent.call not in floor.calls:
        _take_over(floor, agent, event)
    return []


def _take_over(floor: Floor, agent: Agent, event: AgentStands) -> None:
    """The state as told; of an offer whose call is not known nothing is left."""
    state = READY if event.state in OFFERED else event.state
    agent.wants_ready = event.wants_ready
    if state is READY and not event.reachable:
        state, agent.wants_ready = PAUSED, True
    agent.state, agent.cause = state, event.cause
    agent.reason = (event.reason or NO_TELEPHONE) if state is PAUSED else ""
    agent.since, agent.since_at, agent.ready_since = event.since, event.since_at, event.ready_since
    busy = state in IN_CALL
    agent.call, agent.own = (event.call, event.own) if busy else ("", False)
    agent.then_pause, agent.then_sign_out = (event.then_pause, event.then_sign_out) if busy else ("", False)
    floor.ready.pop(agent.extension, None)
    if state is READY:
        floor.ready[agent.extension] = None
    for leg in event.legs if busy else ():
        _take_leg(floor, agent, leg, event)


def _take_leg(floor: Floor, agent: Agent, leg: str, event: AgentStands) -> None:
    """Its end is the end of the conversation."""
    if leg in floor.legs or leg in floor.ended:
        return
    name = agent.extension
    floor.legs[leg] = Leg(
        id=leg, linkedid=event.call or leg, channel="", endpoint=name, since=event.mono, up=True, placed=True
    )
    agent.legs.add(leg)


def _told(agent: Agent, at: float, mono: float) -> AgentStands:
    return AgentStands(
        at=at,
        mono=mono,
        agent=agent.extension,
        name=agent.name,
        team=agent.team,
        skills=dict(agent.skills),
        state=agent.state,
        since=agent.since,
        since_at=agent.since_at,
        ready_since=agent.ready_since,
        reason=agent.reason,
        cause=agent.cause,
        reachable=agent.reachable,
        desktop=agent.desktop,
        wants_ready=agent.wants_ready,
        then_pause=agent.then_pause,
        then_sign_out=agent.then_sign_out,
        call=agent.call,
        own=agent.own,
        legs=tuple(sorted(agent.legs)),
    )
