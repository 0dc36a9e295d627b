"""The user events of what the desk had the dialplan do: consultations and calls placed from the desk."""

from panoramisk.message import Message

from cti.floor import events as e
from cti.reading import words
from cti.reading.channels import When


def consult_answered(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    return [e.ConsultAnswered(**times, leg=words.name(event.uniqueid), target=words.digits(event.target))]


def consult_over(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    over = e.ConsultOver(
        **times,
        leg=words.name(event.uniqueid),
        target=words.digits(event.target),
        status=words.name(event.status),
        cause=words.small(event.cause),
    )
    return [over]


def outcall_over(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    over = e.OutcallOver(
        **times,
        leg=words.name(event.uniqueid),
        offer=words.name(event.offer),
        status=words.name(event.status),
        cause=words.small(event.cause),
    )
    return [over]
