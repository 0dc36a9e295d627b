"""The waiting room of the dialplan: who waits where and since when, and every way out of it (F2.1)."""

from cti.floor.agents import Cue, odd
from cti.floor.callbacks import callback_kept
from cti.floor.calls import IN_QUEUE, find_call, move_call
from cti.floor.changes import CallAskedOn, CallMoved, Change
from cti.floor.events import CallbackAsked, FloorEvent, OverflowAsked, Waiting, WaitingOver
from cti.floor.offers import close_offer
from cti.floor.state import Call, Floor, Stage

ADOPTED_AFTER = 2.0
"""Seconds. A caller heard of for the first time who entered longer ago waited while nobody of ours listened;
less is the whole seconds of Asterisk's EPOCH."""

LEADS_TO = {
    "returned": Stage.AUTOMATIC,
    "parachute": Stage.PARACHUTE,
    "voicemail": Stage.VOICEMAIL,
    "callback": Stage.AUTOMATIC,
    "overflow": Stage.AUTOMATIC,
}


def waiting(floor: Floor, event: Waiting) -> list[Change]:
    call = find_call(floor, event.leg, event.linkedid)
    if call is None:
        return odd(floor, "nobody to wait", call=event.leg)
    changes = _give_up_offer(floor, call, event, "caller waits again")
    if call.transfer and floor.transfers[call.transfer].to == "queue":
        floor.transfers[call.transfer].queued = True
    _note(call, event)
    unheard = call.stage in (Stage.ARRIVED, Stage.AUTOMATIC) and not call.waited
    stage = Stage.PARACHUTE if event.parachute else Stage.WAITING
    moved = move_call(floor, call, stage, event)
    if moved and unheard and event.at - call.waiting_since_at > ADOPTED_AFTER:
        call.queued_since = max(call.began, event.mono - (event.at - call.waiting_since_at))
    return changes + (moved or [CallMoved(call=call.id, before=stage, after=stage)])


def _note(call: Call, event: Waiting) -> None:
    call.queue, call.parachute = event.queue, event.parachute
    if not (event.parachute and call.waiting_since_at and call.stage in IN_QUEUE):
        call.waiting_since_at = min(event.since, event.at) if event.since > 0 else event.at
    call.key_account = event.key_account or call.key_account
    call.line_number = event.line_number or call.line_number
    if not event.parachute:
        call.language = event.language
    call.reason = event.reason or call.reason


def overflow_asked(floor: Floor, event: OverflowAsked) -> list[Change]:
    call = find_call(floor, event.leg, event.linkedid)
    if call is None:
        return odd(floor, "nobody to ask", call=event.leg)
    call.overflow_prompts += 1
    return [CallAskedOn(call=call.id, queue=call.queue)]


def waiting_over(floor: Floor, event: WaitingOver) -> list[Change]:
    call = find_call(floor, event.leg, event.linkedid)
    if call is None:
        return odd(floor, "nobody waited", call=event.leg)
    changes = _give_up_offer(floor, call, event, event.why)
    call.parachute = event.why == "parachute"
    if event.why == "returned":
        call.waiting_since_at = 0.0
    return changes + move_call(floor, call, LEADS_TO[event.why], event)


def callback_asked(floor: Floor, event: CallbackAsked) -> list[Change]:
    call = find_call(floor, event.leg, event.linkedid)
    if call is None:
        return odd(floor, "nobody to call back", call=event.leg)
    call.callback = True
    callback_kept(floor, call, event)
    return _give_up_offer(floor, call, event, "callback") + move_call(floor, call, Stage.AUTOMATIC, event)


def _give_up_offer(floor: Floor, call: Call, event: FloorEvent, why: str) -> list[Change]:
    """The caller is somewhere else: nobody can answer the offer any more."""
    if not call.offer:
        return []
    return close_offer(floor, floor.offers[call.offer], event, Cue.RELEASE, why)
