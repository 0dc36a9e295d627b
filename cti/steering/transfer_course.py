"""One transfer under way, and what an event of the floor means for it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cti.floor.changes import CallEnded, Change
from cti.floor.events import (
    ConsultAnswered,
    ConsultOver,
    Conversation,
    FloorEvent,
    LegEnded,
    QueueEmpty,
    Waiting,
)
from cti.floor.legs import carrier
from cti.floor.state import Floor, Transfer
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


def queued_course(floor: Floor, transfer: Transfer) -> Course:
    """A transfer to a queue where the caller waits, as the floor knows it; the first agent's leg is gone."""
    caller = carrier(floor, floor.calls[transfer.call])
    return Course(
        transfer.id, transfer.call, caller, transfer.agent, "", "queue", transfer.target, Step.QUEUED
    )


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
        case QueueEmpty(leg=course.caller):
            yield Cue.EMPTY
        case LegEnded(leg=course.agent_leg):
            yield Cue.AGENT_LEFT
    if any(isinstance(change, CallEnded) and change.call == course.call for change in changes):
        yield Cue.CALLER_LEFT
