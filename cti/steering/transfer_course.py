"""One transfer under way, and what an event of the floor means for it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cti.floor.changes import CallEnded, Change
from cti.floor.events import ConsultAnswered, ConsultOver, Conversation, FloorEvent, LegEnded, Waiting
from cti.steering.transfer_steps import Cue, Step

To = Literal["queue", "agent", "number"]
Mode = Literal["blind", "attended"]


@dataclass(slots=True)
class Course:
    """A transfer under way. `asked`: the asked side's leg, once it has answered.

    `caller`: the leg that is steered; of a call that an agent placed not the one that the call is named after.
    """

    id: str
    call: str
    caller: str
    agent: str
    agent_leg: str
    to: To
    target: str
    step: Step
    asked: str = ""


def first_step(to: To, mode: Mode) -> Step:
    """Where a transfer begins."""
    if mode == "attended":
        return Step.ASKING
    return {"queue": Step.QUEUEING, "agent": Step.OFFERED, "number": Step.PUTTING_THROUGH}[to]


def cues_of(course: Course, event: FloorEvent, changes: Sequence[Change], linkedid: str) -> Iterator[Cue]:
    """What happened to a transfer; `linkedid`: of its call. Notes the asked side's leg."""
    match event:
        case ConsultAnswered(target=course.target, linkedid=of) if of == linkedid:
            course.asked = event.leg
            yield Cue.ANSWERED
        case ConsultOver(leg=course.agent_leg):
            yield Cue.UNANSWERED
        case Conversation(leg=course.caller):
            yield Cue.BACK if event.agent == course.agent else Cue.JOINED
        case Waiting(leg=course.caller):
            yield Cue.WAITS
        case LegEnded(leg=course.agent_leg):
            yield Cue.AGENT_LEFT
    if any(isinstance(change, CallEnded) and change.call == course.call for change in changes):
        yield Cue.CALLER_LEFT
