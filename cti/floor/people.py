"""Acts of agents and what happens to their telephones and desktops (R12, R15)."""

from cti.floor.agents import (
    IN_CALL,
    NO_DESKTOP,
    NO_TELEPHONE,
    NOT_READY_YET,
    OUT,
    PAUSED,
    READY,
    WRAP_UP,
    Cue,
    move,
    odd,
    then,
)
from cti.floor.changes import AgentChanged, Change
from cti.floor.events import (
    AgentKnown,
    DesktopSeen,
    DeviceSeen,
    FloorEvent,
    SignedIn,
    SignedOut,
    WantsPause,
    WantsReady,
    WrapUpOver,
)
from cti.floor.state import Agent, Floor


def agent_known(floor: Floor, event: AgentKnown) -> list[Change]:
    agent = _agent(floor, event.agent, event)
    agent.name, agent.team, agent.skills = event.name, event.team, dict(event.skills)
    return [AgentChanged(agent=agent.extension)]


def signed_in(floor: Floor, event: SignedIn) -> list[Change]:
    agent = _agent(floor, event.agent, event)
    if agent.state is not OUT:
        return then(agent) if agent.then_sign_out else []
    return move(floor, agent, Cue.SIGN_IN, event, _by(event), NOT_READY_YET)


def signed_out(floor: Floor, event: SignedOut) -> list[Change]:
    agent = floor.agents.get(event.agent)
    if agent is None or agent.state is OUT:
        return []
    if agent.state in IN_CALL:
        return then(agent, sign_out=True)
    return move(floor, agent, Cue.SIGN_OUT, event, _by(event))


def wants_ready(floor: Floor, event: WantsReady) -> list[Change]:
    agent = floor.agents.get(event.agent)
    if agent is None or agent.state is OUT:
        return odd(floor, "ready without signing in", agent=event.agent)
    if agent.state in IN_CALL:
        return then(agent)
    return move(floor, agent, Cue.READY, event, _by(event)) if agent.state is not READY else []


def wants_pause(floor: Floor, event: WantsPause) -> list[Change]:
    agent = floor.agents.get(event.agent)
    if agent is None or agent.state is OUT:
        return odd(floor, "pause without signing in", agent=event.agent)
    reason = event.reason or "pause"
    if agent.state in IN_CALL:
        return then(agent, pause=reason)
    agent.wants_ready = False
    return move(floor, agent, Cue.PAUSE, event, _by(event), reason)


def desktop_seen(floor: Floor, event: DesktopSeen) -> list[Change]:
    agent = floor.agents.get(event.agent)
    if agent is None or agent.desktop == event.present:
        return []
    agent.desktop = event.present
    changed: list[Change] = [AgentChanged(agent=agent.extension)]
    if agent.state in IN_CALL:
        pause = "" if event.present and agent.then_pause == NO_DESKTOP else agent.then_pause
        pause = pause if event.present else pause or NO_DESKTOP
        return changed + then(agent, pause=pause, sign_out=agent.then_sign_out)
    if event.present or not (agent.state in (READY, WRAP_UP) or agent.wants_ready):
        return changed
    return changed + move(floor, agent, Cue.DESKTOP_LOST, event, "desktop gone", NO_DESKTOP)


def device_seen(floor: Floor, event: DeviceSeen) -> list[Change]:
    agent = _agent(floor, event.agent, event)
    if agent.reachable == event.reachable:
        return []
    agent.reachable = event.reachable
    changed: list[Change] = [AgentChanged(agent=agent.extension)]
    if event.reachable and agent.state is PAUSED and agent.wants_ready:
        return changed + move(floor, agent, Cue.TELEPHONE_BACK, event, "telephone back")
    if not event.reachable and agent.state is READY:
        changed += move(floor, agent, Cue.TELEPHONE_LOST, event, NO_TELEPHONE, NO_TELEPHONE)
        agent.wants_ready = True
    return changed


def wrap_up_over(floor: Floor, event: WrapUpOver) -> list[Change]:
    agent = floor.agents.get(event.agent)
    if agent is None or agent.state is not WRAP_UP:
        return []
    return move(floor, agent, Cue.WRAPPED_UP, event, "wrap-up over")


def _agent(floor: Floor, extension: str, event: FloorEvent) -> Agent:
    if extension not in floor.agents:
        floor.agents[extension] = Agent(extension=extension, since=event.mono, since_at=event.at)
    return floor.agents[extension]


def _by(event: SignedIn | SignedOut | WantsReady | WantsPause) -> str:
    return f"by {event.by}" if event.by and event.by != event.agent else "by the agent"
