"""What a page is told of its own call, one moment after the other (F1, F2.1, H7)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Moment(BaseModel):
    model_config = ConfigDict(frozen=True)


class Part(_Moment):
    """A piece of what was said: a prompt with its text and clause, a number read out, or a recording."""

    kind: Literal["prompt", "number", "recording"]
    text: str = ""
    """Of a prompt, in the language heard; of a number, its digits."""
    prompt: str = ""
    clause: str = ""
    """The clause that the prompt carries out, such as `F1.2`."""


class Said(_Moment):
    """The hotline speaks, or listens: `awaits` says what it waits for."""

    kind: Literal["said"] = "said"
    at: float
    """Seconds since 1970 UTC; so in every moment."""
    step: str = ""
    clause: str = ""
    language: Literal["zh", "en"]
    parts: list[Part]
    awaits: Literal["keys", "speech", "nothing"] = "nothing"


class Keyed(_Moment):
    """What was understood of the keys. `ended`: by the end key, by the last possible digit, or by silence."""

    kind: Literal["keyed"] = "keyed"
    at: float
    step: str
    keys: str
    ended: Literal["end", "full", "silence"]


class Recorded(_Moment):
    """The caller spoke and was recorded."""

    kind: Literal["recorded"] = "recorded"
    at: float
    seconds: float


class Stored(_Moment):
    """A fault report is in the books under this number; `repeated`: it was there before, the call counts (F1.6)."""

    kind: Literal["stored"] = "stored"
    at: float
    report: str
    repeated: bool = False


class Went(_Moment):
    """A dialog has ended; where the call goes next, and why."""

    kind: Literal["went"] = "went"
    at: float
    next: str
    reason: str = ""


class Moved(_Moment):
    """Where the call is on the floor. `place`: 1 is next, among those who wait; 0 outside queues."""

    kind: Literal["moved"] = "moved"
    at: float
    stage: str
    queue: str = ""
    place: int = 0
    agent: str = ""


class Over(_Moment):
    """The call is over, and what is left of it: the report that it made, if any."""

    kind: Literal["over"] = "over"
    at: float
    report: str = ""
    line_number: str = ""
    confirmed: bool = False
    repeated: bool = False
    """It was there before; this call is counted with it (F1.6)."""
    last_step: str = ""


Moment = Said | Keyed | Recorded | Stored | Went | Moved | Over
