"""Agents who sign in and out by telephone alone (`*11`, `*10`): Asterisk's queues tell, the floor follows.

Pure. A member that is there without our doing is somebody who begins to work; one that has gone without our doing,
while we watched, somebody who stops. Where nobody has given the extension a person and skills, its queues are its
skills.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from cti.floor.events import AgentKnown, FloorEvent, SignedIn, SignedOut, WantsReady
from cti.floor.state import AgentState, Floor
from cti.steering.live_floor import Stamp
from cti.steering.members import Member, Seat

BY_TELEPHONE = "telephone"


def signed_by_telephone(
    floor: Floor, before: Mapping[Seat, Member] | None, present: Mapping[Seat, Member], now: Stamp
) -> Iterator[FloorEvent]:
    """What the agents' telephones did. `before`: how we last left the queues, None: nobody watched since then."""
    queues: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (queue, extension), member in present.items():
        if before is None or (queue, extension) not in before:
            queues[extension][queue] = member.penalty + 1
    for extension, levels in queues.items():
        yield from _signed_in(floor, extension, levels, now)
    for extension in {extension for _, extension in (before or {}).keys() - present.keys()}:
        agent = floor.agents.get(extension)
        if agent is not None and agent.state is not AgentState.SIGNED_OUT:
            yield SignedOut(**now, agent=extension, by=BY_TELEPHONE)


def _signed_in(floor: Floor, extension: str, levels: dict[str, int], now: Stamp) -> Iterator[FloorEvent]:
    agent = floor.agents.get(extension)
    if agent is not None and agent.state is not AgentState.SIGNED_OUT:
        return
    if agent is None or not agent.skills:
        yield AgentKnown(**now, agent=extension, name=extension, skills=levels)
    yield SignedIn(**now, agent=extension, by=BY_TELEPHONE)
    yield WantsReady(**now, agent=extension, by=BY_TELEPHONE)
