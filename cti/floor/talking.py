"""Conversations: an agent answered, lost the caller, or was waited for in vain."""

from cti.floor.agents import IN_CALL, NO_TELEPHONE, OFFERED, TABLE, Cue, move, odd
from cti.floor.calls import find_call, move_call
from cti.floor.changes import Change, RecordingKnown
from cti.floor.events import Conversation, Kept, KeptOver
from cti.floor.offers import close_offer, conversation_begins
from cti.floor.state import Call, Floor, Stage


def conversation(floor: Floor, event: Conversation) -> list[Change]:
    call = find_call(floor, event.leg, event.linkedid)
    if call is None:
        return odd(floor, "nobody to talk with", call=event.leg, agent=event.agent)
    if event.queue:
        call.queue = event.queue
    recorded = _recorded(call, event.file)
    if call.stage is Stage.TALKING and call.agent == event.agent and _talks(floor, call):
        return recorded
    agent = floor.agents.get(event.agent)
    return conversation_begins(floor, call, agent, event, event.file, event.agent) + recorded


def kept(floor: Floor, event: Kept) -> list[Change]:
    call = find_call(floor, event.leg, event.linkedid)
    if call is None:
        return odd(floor, "nobody to keep", call=event.leg, agent=event.agent)
    changes: list[Change] = []
    if call.offer:
        changes += close_offer(floor, floor.offers[call.offer], event, Cue.REFUSE, NO_TELEPHONE)
    call.agent = event.agent
    changes += move_call(floor, call, Stage.KEPT, event)
    agent = floor.agents.get(event.agent)
    if agent is None or agent.state in OFFERED or (agent.state in IN_CALL and agent.call != call.id):
        return changes
    if Cue.LEG_LOST in TABLE[agent.state]:
        changes += move(floor, agent, Cue.LEG_LOST, event, "left the conversation", NO_TELEPHONE)
    return changes


def kept_over(floor: Floor, event: KeptOver) -> list[Change]:
    """The caller stays on hold until the dialplan says `Waiting`; the same agent is offered no more."""
    call = find_call(floor, event.leg, event.linkedid)
    if call is None or call.stage is not Stage.KEPT:
        return []
    return move_call(floor, call, Stage.WAITING, event)


def _recorded(call: Call, file: str) -> list[Change]:
    if not file or file in call.recordings:
        return []
    call.recordings.append(file)
    call.recording_pauses, call.recording_paused = [], None
    return [RecordingKnown(call=call.id, file=file)]


def _talks(floor: Floor, call: Call) -> bool:
    agent = floor.agents.get(call.agent)
    return agent is None or (agent.call == call.id and agent.state in IN_CALL - OFFERED)
