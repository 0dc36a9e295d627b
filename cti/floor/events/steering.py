"""What the desk did to a call."""

from typing import Literal

from cti.floor.events.event import FloorEvent

RECORDING_PAUSED, RECORDING_RESUMED = "recording_paused", "recording_resumed"
"""`Steered.act` of whoever pauses and resumes a recording."""


class Transferred(FloorEvent, frozen=True, kw_only=True, tag="transferred"):
    """A transfer began. `target`: a queue's name, an extension or a number (K3, F2.8)."""

    transfer: str
    leg: str
    agent: str
    to: Literal["queue", "agent", "number"]
    target: str
    mode: Literal["blind", "attended"]
    reason: str = ""
    report: str = ""


class TransferOver(FloorEvent, frozen=True, kw_only=True, tag="transfer_over"):
    """How a transfer ended; `failed` and `cancelled` returned the caller to the agent."""

    transfer: str
    leg: str
    result: Literal["answered", "queued", "failed", "cancelled", "abandoned"]


class Steered(FloorEvent, frozen=True, kw_only=True, tag="steered"):
    """Anything else a person did to a call: hold, resume, keys, recording_paused, listen, out_call, move …

    `out_call`: `leg` is that of the agent `by`, `detail` the number called; it makes the call known.
    """

    leg: str
    by: str
    act: str
    detail: str = ""
    queue: str = ""
    """This and what follows: of an `out_call`, whatever is known before it is answered."""
    line_number: str = ""
    key_account: bool = False
    language: str = ""


class CallbackTried(FloorEvent, frozen=True, kw_only=True, tag="callback_tried"):
    """The turn of a caller who asked to be called back has come. `leg`: the call that is placed for it."""

    callback: str
    """The leg that asked for it."""
    leg: str
    agent: str


class CallbackOver(FloorEvent, frozen=True, kw_only=True, tag="callback_over"):
    """How calling back ended; `again`: in line once more, not before so many seconds; `not_taken`: the same, because
    the agent did not answer, so that the customer was not called and the try does not count.
    """

    callback: str
    result: Literal["answered", "again", "not_taken", "failed", "cancelled"]
    seconds: float = 0.0
