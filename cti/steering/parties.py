"""Who talks with whom in a call: the caller's leg and the agent's, as Asterisk's unique ids."""

from dataclasses import dataclass

from cti.floor.legs import carrier
from cti.floor.state import Call, Floor
from cti.steering.refusals import NoSuchCall, WrongMoment


@dataclass(frozen=True, slots=True)
class Parties:
    """Unique ids."""

    caller: str
    agent: str


def call_of(floor: Floor, call: str) -> Call:
    """A call that is going on. Raises NoSuchCall."""
    known = floor.calls.get(call)
    if known is None:
        raise NoSuchCall("there is no such call", code="no_such_call")
    return known


def caller_leg(floor: Floor, call: Call) -> str:
    """The caller's leg; of a call that an agent placed, the customer's. Raises WrongMoment."""
    leg = carrier(floor, call)
    if call.outgoing and leg == call.id:
        raise WrongMoment("nobody has answered yet", code="nobody_answered")
    return leg


def parties(floor: Floor, call: Call) -> Parties:
    """Both legs of a conversation. Raises WrongMoment when nobody talks."""
    agent = floor.agents.get(call.agent)
    if agent is None or agent.call != call.id:
        raise WrongMoment("no agent is in this call", code="no_agent_in_call")
    up = [leg for leg in agent.legs if floor.legs[leg].up]
    if not up:
        raise WrongMoment("no agent is in this call", code="no_agent_in_call")
    return Parties(caller_leg(floor, call), up[0])
