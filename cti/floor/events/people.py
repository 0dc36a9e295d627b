"""Who works at which extension, what they want, and whether their desktop is there."""

from cti.floor.events.event import FloorEvent
from cti.floor.state import AgentState


class AgentKnown(FloorEvent, frozen=True, kw_only=True, tag="agent_known"):
    """Who an extension belongs to and what the person can do: from the users table, again when it changes."""

    agent: str
    """The extension, 8001-8999."""
    name: str
    skills: dict[str, int]
    """Queue → level; 1 is the best. A queue that is not here is never offered."""
    team: str = ""


class AgentStands(FloorEvent, frozen=True, kw_only=True, tag="agent_stands"):
    """How an agent stands, at each start of the service and every few hours (standing.py): the fields of the floor's
    agent under the same names.
    """

    agent: str
    name: str
    team: str
    skills: dict[str, int]
    state: AgentState
    since: float
    since_at: float
    ready_since: float
    reason: str = ""
    cause: str = ""
    reachable: bool = False
    desktop: bool = False
    wants_ready: bool = False
    then_pause: str = ""
    then_sign_out: bool = False
    call: str = ""
    own: bool = False
    legs: tuple[str, ...] = ()


class SignedIn(FloorEvent, frozen=True, kw_only=True, tag="signed_in"):
    """An agent began to work; paused until ready."""

    agent: str
    by: str


class SignedOut(FloorEvent, frozen=True, kw_only=True, tag="signed_out"):
    """An agent stopped working, or was signed out by somebody (`by`)."""

    agent: str
    by: str


class WantsReady(FloorEvent, frozen=True, kw_only=True, tag="wants_ready"):
    """An agent takes calls from now on; ends wrap-up or pause."""

    agent: str
    by: str


class WantsPause(FloorEvent, frozen=True, kw_only=True, tag="wants_pause"):
    """An agent takes no calls; in a conversation it holds from its end on."""

    agent: str
    by: str
    reason: str


class DesktopSeen(FloorEvent, frozen=True, kw_only=True, tag="desktop_seen"):
    """An agent's browser is there, or not any more (R15)."""

    agent: str
    present: bool


class PopAcknowledged(FloorEvent, frozen=True, kw_only=True, tag="pop_acknowledged"):
    """An agent's desktop shows the screen pop (F2.2). Evidence only: it changes nothing on the floor."""

    offer: str
    leg: str
    agent: str
    revision: int
    seconds: float
    """From the manager event of the ringing until the acknowledgement arrived."""
