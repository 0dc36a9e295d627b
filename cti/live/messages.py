"""Every message between desktop and service, both ways; docs/desktop-protocol.md explains them.

The field `type` names a message. All from the service but `Welcome` and `Beat` travel in a numbered frame.
"""

from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from cti.pops.pop import Pop
from cti.views.agents import AgentView
from cti.views.board import BoardView
from cti.views.calls import CallView


class Message(Struct, frozen=True, kw_only=True, tag_field="type"):
    """Anything that travels."""


# ---- from the service ---------------------------------------------------------------------------------------


class Welcome(Message, frozen=True, kw_only=True, tag="welcome"):
    """The answer to `Hello`. `resumed` false: the next frame is a full state."""

    stream: str
    resumed: bool
    person: str
    agent: str
    topics: list[str]
    beat_seconds: float
    now: datetime


class Beat(Message, frozen=True, kw_only=True, tag="beat", forbid_unknown_fields=True):
    """A sign of life, both ways."""


class AlarmView(Struct, frozen=True, kw_only=True):
    """Something that is wrong right now."""

    alarm: str
    """Name of the part: `asterisk` or `desk`."""
    text: str
    """What the part says of it, in English; empty for those who may not `health:read`."""
    since: datetime


class FullState(Message, frozen=True, kw_only=True, tag="full"):
    """Everything this desktop may know now; replaces all that it was told before."""

    agent: AgentView | None = None
    calls: list[CallView] = msgspec.field(default_factory=list)
    """The agent's own."""
    pops: list[Pop] = msgspec.field(default_factory=list)
    board: BoardView | None = None
    alarms: list[AlarmView] = msgspec.field(default_factory=list)


class OwnAgent(Message, frozen=True, kw_only=True, tag="agent"):
    """The agent's own state."""

    agent: AgentView


class OwnCall(Message, frozen=True, kw_only=True, tag="call"):
    """A call of the agent's, as it stands now."""

    call: CallView


class OwnCallOver(Message, frozen=True, kw_only=True, tag="call_over"):
    """The call is no longer the agent's: ended, or passed on."""

    call: str


class PopShown(Message, frozen=True, kw_only=True, tag="pop"):
    """A screen pop, new or in a later revision; to be acknowledged (`PopSeen`)."""

    pop: Pop


class PopWithdrawn(Message, frozen=True, kw_only=True, tag="pop_withdrawn"):
    """The telephone rings no longer and nobody answered here: take the pop away."""

    pop: str
    why: str


class Board(Message, frozen=True, kw_only=True, tag="board"):
    """What has changed on the floor board."""

    board: BoardView


class Alarms(Message, frozen=True, kw_only=True, tag="alarms"):
    """Everything that is wrong now; empty: nothing."""

    alarms: list[AlarmView]


class Listening(Message, frozen=True, kw_only=True, tag="listening"):
    """A supervisor's own listen-in; `state` `ended` says why in `why`."""

    listening: str
    call: str
    agent: str
    mode: Literal["listen", "whisper", "barge"]
    state: Literal["calling", "on", "moved", "ended"]
    why: str = ""


class BeingHeard(Message, frozen=True, kw_only=True, tag="being_heard"):
    """Somebody listens to the agent's call; sent only where the site's setting says so."""

    call: str
    on: bool


FromService = (
    Welcome
    | Beat
    | FullState
    | OwnAgent
    | OwnCall
    | OwnCallOver
    | PopShown
    | PopWithdrawn
    | Board
    | Alarms
    | Listening
    | BeingHeard
)


class Frame(Struct, frozen=True, kw_only=True):
    """A numbered message. Numbers of a stream rise by one; a full state bears the number that it is true for."""

    seq: int
    message: FromService


# ---- from the desktop ---------------------------------------------------------------------------------------


class Hello(Message, frozen=True, kw_only=True, tag="hello", forbid_unknown_fields=True):
    """The first message. `stream` and `last` resume: the stream's name and the last number received."""

    ticket: str
    stream: str = ""
    last: int = 0


class PopSeen(Message, frozen=True, kw_only=True, tag="pop_seen", forbid_unknown_fields=True):
    """The pop is on the screen."""

    pop: str
    revision: int


class WantsFull(Message, frozen=True, kw_only=True, tag="full_please", forbid_unknown_fields=True):
    """The desktop lost track and asks for the full state."""


FromDesktop = Hello | Beat | PopSeen | WantsFull

_decoder: msgspec.json.Decoder[FromDesktop] = msgspec.json.Decoder(FromDesktop)


def decode(text: str | bytes) -> FromDesktop:
    """A message of a desktop. Raises msgspec.MsgspecError (DecodeError, ValidationError)."""
    return _decoder.decode(text)


def schema() -> dict[str, Any]:
    """JSON schema of all messages: `frame`, `from_service` outside frames, `from_desktop`."""
    (frame, plain, back), components = msgspec.json.schema_components(
        (Frame, Welcome | Beat, FromDesktop), ref_template="#/$defs/{name}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Faultline's desktop protocol",
        "properties": {"frame": frame, "from_service": plain, "from_desktop": back},
        "$defs": components,
    }
