"""Callers who asked to be called back: in line until somebody has talked with them, over any restart."""

from cti.floor.changes import Change
from cti.floor.events import CallbackAsked, CallbackOver, CallbackTried
from cti.floor.state import Callback, Floor


def callback_kept(floor: Floor, event: CallbackAsked) -> None:
    """Keep the caller's place."""
    if event.number and event.leg not in floor.callbacks:
        floor.callbacks[event.leg] = Callback(
            id=event.leg,
            queue=event.queue,
            number=event.number,
            since_at=min(event.since, event.at) if event.since > 0 else event.at,
            line_number=event.line_number,
        )


def callback_tried(floor: Floor, event: CallbackTried) -> list[Change]:
    if (callback := floor.callbacks.get(event.callback)) is not None:
        callback.tries += 1
        callback.call, callback.agent = event.leg, event.agent
    return []


def callback_over(floor: Floor, event: CallbackOver) -> list[Change]:
    callback = floor.callbacks.get(event.callback)
    if callback is not None and event.result == "again":
        callback.call, callback.not_before_at = "", event.at + event.seconds
    elif callback is not None:
        del floor.callbacks[event.callback]
    return []
