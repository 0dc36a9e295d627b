"""An agent as the floor board and the agent's own desktop show it (H15)."""

from dataclasses import dataclass
from datetime import datetime

from cti.floor.state import Agent, AgentState
from cti.views.moment import utc


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentView:
    """`desktop` false: no browser is there (R15). `then_pause`: the pause that begins after this call."""

    extension: str
    name: str
    team: str
    state: AgentState
    since: datetime
    reason: str
    cause: str
    call: str
    reachable: bool
    desktop: bool
    then_pause: str
    then_sign_out: bool
    skills: dict[str, int]


def agent_view(agent: Agent) -> AgentView:
    """The agent at this moment."""
    return AgentView(
        extension=agent.extension,
        name=agent.name,
        team=agent.team,
        state=agent.state,
        since=utc(agent.since_at),
        reason=agent.reason,
        cause=agent.cause,
        call=agent.call,
        reachable=agent.reachable,
        desktop=agent.desktop,
        then_pause=agent.then_pause,
        then_sign_out=agent.then_sign_out,
        skills=dict(agent.skills),
    )
