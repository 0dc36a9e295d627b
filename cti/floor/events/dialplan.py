"""The dialplan's user events (docs/asterisk.md)."""

from typing import Literal

from cti.floor.events.event import FloorEvent


class Waiting(FloorEvent, frozen=True, kw_only=True, tag="waiting"):
    """A caller is in the waiting room. `since`: seconds since 1970 of the first entry, kept over offers (F2.1)."""

    leg: str
    queue: str
    since: float
    line_number: str = ""
    key_account: bool = False
    language: str = "zh"
    reason: str = ""
    """Why the automatic flow sent the caller here."""
    parachute: bool = False
    """In Asterisk's own queue: no heartbeat of ours was seen."""
    asks: bool = False
    """A telephone rang past the time of the question, which is put now (F2.1)."""


class OverflowAsked(FloorEvent, frozen=True, kw_only=True, tag="overflow_asked"):
    """The caller was asked whether to go back to the automatic flow (F2.1)."""

    leg: str


class QueueEmpty(FloorEvent, frozen=True, kw_only=True, tag="queue_empty"):
    """Nobody is signed in any more to the queue that an agent passed this caller on to (F2.8)."""

    leg: str


class WaitingOver(FloorEvent, frozen=True, kw_only=True, tag="waiting_over"):
    """The caller left the waiting room other than by an offer or a hang-up."""

    leg: str
    why: Literal["returned", "parachute", "voicemail", "callback", "overflow"]


class OfferOver(FloorEvent, frozen=True, kw_only=True, tag="offer_over"):
    """The agent did not take the call. `status`: Asterisk's DIALSTATUS."""

    leg: str
    offer: str
    status: str
    cause: int = 0


class Conversation(FloorEvent, frozen=True, kw_only=True, tag="conversation"):
    """An agent answered and the recording runs. `file`: name in the folder of conversations."""

    leg: str
    agent: str
    offer: str = ""
    file: str = ""
    queue: str = ""
    """Set where the parachute connected the two (no offer of ours)."""


class Held(FloorEvent, frozen=True, kw_only=True, tag="held"):
    """The caller hears music because the desk said so."""

    leg: str


class Kept(FloorEvent, frozen=True, kw_only=True, tag="kept"):
    """The agent's leg was lost while talking; the caller is kept on hold for the same agent."""

    leg: str
    agent: str


class KeysLeft(FloorEvent, frozen=True, kw_only=True, tag="keys_left"):
    """The caller hung up amid an entry: these digits no dialog has taken (F1.14)."""

    leg: str
    digits: str


class ConsultAnswered(FloorEvent, frozen=True, kw_only=True, tag="consult_answered"):
    """Whom an agent asks has answered. `leg`: the asked side's; `target`: an extension or a number."""

    leg: str
    target: str


class ConsultOver(FloorEvent, frozen=True, kw_only=True, tag="consult_over"):
    """An agent talks with the asked side no more, or never did. `leg`: the agent's; `status`: DIALSTATUS."""

    leg: str
    target: str
    status: str
    cause: int = 0


class OutcallOver(FloorEvent, frozen=True, kw_only=True, tag="outcall_over"):
    """The number called from the desk was not reached. `leg`: the agent's; `status`: DIALSTATUS or REFUSED."""

    leg: str
    offer: str
    status: str
    cause: int = 0


class CallbackAsked(FloorEvent, frozen=True, kw_only=True, tag="callback_asked"):
    """The caller leaves and wants to be called back when the turn comes."""

    leg: str
    queue: str
    number: str
    since: float
    line_number: str = ""
    key_account: bool = False
    language: str = ""
