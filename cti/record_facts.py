"""What a change of the floor means for the call's record: pure, one record a call with one end (R6, F1.14)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from cti import call_facts as facts
from cti.call_facts import CallFact
from cti.floor import changes as c
from cti.floor.calls import IN_QUEUE
from cti.floor.events import FloorEvent, KeysLeft, Waiting
from cti.floor.state import Floor, Stage

ANSWERED, ABANDONED, VOICEMAIL, CALLBACK = "answered", "abandoned", "voicemail", "callback"
"""Outcomes of calls that were for an agent; those of all others are the automatic flow's."""


def facts_of(event: FloorEvent, changes: Sequence[c.Change], floor: Floor) -> Iterator[CallFact]:
    """The facts for the call records, in order. `floor`: after the event."""
    at = datetime.fromtimestamp(event.at, UTC)
    if isinstance(event, KeysLeft) and event.leg in floor.calls:
        yield facts.CallKeysLeft(event.leg, at, event.digits)
    for change in changes:
        fact = _fact(event, change, floor, at)
        if fact is not None:
            yield fact


def _fact(event: FloorEvent, change: c.Change, floor: Floor, at: datetime) -> CallFact | None:
    match change:
        case c.CallBegan(call=call):
            known = floor.calls[call]
            began = datetime.fromtimestamp(known.began_at, UTC)
            return facts.CallStarted(call, began, known.caller, known.dialled)
        case c.CallUp(call=call):
            return facts.CallAnswered(call, at)
        case c.CallMoved(call=call, after=Stage.WAITING | Stage.PARACHUTE) if isinstance(event, Waiting):
            return facts.CallQueued(call, at, floor.calls[call].queue)
        case c.CallAskedOn(call=call):
            return facts.CallAskedOn(call, at)
        case c.RecordingKnown(call=call, file=file):
            return facts.CallRecorded(call, at, file)
        case c.CallAnswered():
            return facts.CallConnected(change.call, at, change.queue, change.agent, change.waited)
        case c.CallEnded():
            return _end(change, at)
        case c.CallbackFailed(callback=left):
            return facts.CallNotReturned(left.id, at, left.number, left.line_number, left.language)
    return None


def _end(change: c.CallEnded, at: datetime) -> CallFact:
    if not change.seen:
        return facts.CallLost(change.call, at)
    waited = change.waited if change.last.talked_since is None and change.waited else None
    return facts.CallHungUp(change.call, at, change.cause or None, waited, outcome(change))


def outcome(change: c.CallEnded) -> str | None:
    """How a call for an agent ended; None: it was not for one, or the caller went back to the automatic flow."""
    if change.last.talked_since is not None:
        return ANSWERED
    if change.left_in in IN_QUEUE:
        return ABANDONED
    if change.left_in is Stage.VOICEMAIL:
        return VOICEMAIL
    return CALLBACK if change.last.callback else None
