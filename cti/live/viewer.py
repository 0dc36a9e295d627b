"""Who looks: a person's name for the streams, and the topics that the person's rights open."""

from dataclasses import dataclass, field

ALARMS = "alarms"
CAUSES = "alarms with their causes"
BOARD = "board"


def agent_topic(extension: str) -> str:
    """An agent's own state, calls and pops."""
    return f"agent:{extension}"


def person_topic(person: str) -> str:
    """What only this person is told, such as the course of a listen-in."""
    return f"person:{person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """`agent`: the person's extension, empty for none. `board`: whether the person sees the floor board.

    `session`: what lets the person in; ends with it.
    """

    person: str
    session: str
    agent: str = ""
    board: bool = False
    alarms: bool = False
    causes: bool = False
    """Whether alarms are told with what the parts say of them."""
    who: object = field(default=None, compare=False, repr=False)
    """Whatever the doors need to know the person again."""

    @property
    def topics(self) -> frozenset[str]:
        """Everything that this person may be told."""
        found = {person_topic(self.person)}
        if self.agent:
            found.add(agent_topic(self.agent))
        if self.board:
            found.add(BOARD)
        if self.alarms:
            found.add(CAUSES if self.causes else ALARMS)
        return frozenset(found)
