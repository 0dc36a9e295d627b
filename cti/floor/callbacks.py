"""Callers who asked to be called back: in line until somebody has talked with them, over any restart.

The agent's telephone rings first; an agent who does not take the call is paused as after any offer (R15), and the
try does not count, since the customer was not called.
"""

from cti.floor.agents import READY, TABLE, Cue, move
from cti.floor.changes import CallbackFailed, Change
from cti.floor.events import CallbackAsked, CallbackOver, CallbackTried, LegEnded
from cti.floor.state import Call, Callback, Floor

AGAIN = ("again", "not_taken")
WHY = {17: "declined", 20: "telephone unreachable", 21: "declined"}
"""Cause of Q.850 → why the agent is paused; else the telephone rang in vain."""


def callback_kept(floor: Floor, call: Call, event: CallbackAsked) -> None:
    """Keep the caller's place, with what is known of the call."""
    if event.number and event.leg not in floor.callbacks:
        floor.callbacks[event.leg] = Callback(
            id=event.leg,
            queue=event.queue,
            number=event.number,
            since_at=min(event.since, event.at) if event.since > 0 else event.at,
            line_number=event.line_number or call.line_number,
            key_account=event.key_account or call.key_account,
            language=event.language or call.language,
            in_front=call.in_front,
        )


def callback_tried(floor: Floor, event: CallbackTried) -> list[Change]:
    if (callback := floor.callbacks.get(event.callback)) is not None:
        callback.tries += 1
        callback.call, callback.agent = event.leg, event.agent
    return []


def callback_over(floor: Floor, event: CallbackOver) -> list[Change]:
    callback = floor.callbacks.get(event.callback)
    if callback is None:
        return []
    if event.result in AGAIN:
        callback.tries -= event.result == "not_taken"
        callback.call, callback.not_before_at = "", event.at + event.seconds
        return []
    del floor.callbacks[event.callback]
    return [CallbackFailed(callback=callback)] if event.result == "failed" else []


def not_taken(floor: Floor, call: Call, event: LegEnded) -> list[Change]:
    """The call ended before the agent had answered: if it was to call somebody back, the agent is paused."""
    agent = floor.agents.get(call.agent)
    if agent is None or call.answered or all(one.call != call.id for one in floor.callbacks.values()):
        return []
    rings = agent.call == call.id and Cue.REFUSE in TABLE[agent.state]
    if not rings and agent.state is not READY:
        return []
    why = WHY.get(event.cause, "no answer")
    return move(floor, agent, Cue.REFUSE if rings else Cue.PAUSE, event, why, why)
