"""Whose call or extension a route may touch: one's own, or everybody's with the right to steer the floor."""

from typing import Annotated

from pydantic import StringConstraints

from cti.errors import Conflict, NotFound
from cti.floor.state import Agent, Call
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.steering.live_floor import LiveFloor

CallId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.-]{1,80}$")]
"""Asterisk's unique id of the caller's leg; with the node's name in front where there is one."""


def own_extension(person: Person) -> str:
    """The person's telephone. Raises Conflict when there is none."""
    if not person.extension:
        raise Conflict("you have no extension", code="no_extension")
    return person.extension


def known_agent(live: LiveFloor, extension: str) -> Agent:
    """An agent of the floor. Raises NotFound."""
    agent = live.floor.agents.get(extension)
    if agent is None:
        raise NotFound("no such agent", code="no_such_agent")
    return agent


def steerable_call(live: LiveFloor, person: Person, call: str) -> Call:
    """A call under way that this person may do something to. Raises NotFound: no such call, or another's (S10)."""
    known = live.floor.calls.get(call)
    if known is None or not (_is_own(live, person, known) or person.may(Permission.FLOOR_STEER)):
        raise NotFound("no such call", code="no_such_call")
    return known


def _is_own(live: LiveFloor, person: Person, call: Call) -> bool:
    agent = live.floor.agents.get(person.extension or "")
    return agent is not None and agent.call == call.id
