"""What people did to a call: transfers with their end (F2.8, K3), holding and taking back, calls they placed."""

from cti.floor.agents import Cue, move, odd
from cti.floor.calls import find_call, move_call
from cti.floor.changes import CallBegan, CallChanged, Change
from cti.floor.events import FloorEvent, Held, QueueEmpty, Steered, TransferOver, Transferred
from cti.floor.events.steering import RECORDING_PAUSED, RECORDING_RESUMED
from cti.floor.legs import resume
from cti.floor.offers import conversation_begins
from cti.floor.state import Agent, AgentState, Call, Floor, Stage, Transfer
from cti.floor.transfer_end import end_transfer


def transferred(floor: Floor, event: Transferred) -> list[Change]:
    call = find_call(floor, event.leg, event.linkedid)
    if call is None or not event.transfer or event.transfer in floor.transfers:
        return odd(floor, "transfer of nothing", call=event.leg, agent=event.agent)
    changes = end_transfer(floor, call, "cancelled", event)
    floor.transfers[event.transfer] = Transfer(
        id=event.transfer,
        call=call.id,
        agent=event.agent,
        to=event.to,
        target=event.target,
        began=event.mono,
    )
    call.transfer = event.transfer
    call.reason = event.reason or call.reason
    return [*changes, CallChanged(call=call.id)]


def transfer_over(floor: Floor, event: TransferOver) -> list[Change]:
    transfer = floor.transfers.get(event.transfer)
    if transfer is None:
        return []
    if event.result == "queued":
        transfer.queued = True
        return []
    call, target = floor.calls[transfer.call], floor.agents.get(transfer.target)
    if event.result == "answered" and target is not None and call.agent != target.extension:
        return conversation_begins(floor, call, target, event)
    return end_transfer(floor, call, event.result, event)


def queue_empty(floor: Floor, event: QueueEmpty) -> list[Change]:
    """The queue did not take the caller: the transfer is under way as before, and may go back to its agent."""
    call = find_call(floor, event.leg, event.linkedid)
    transfer = floor.transfers.get(call.transfer) if call is not None else None
    if transfer is None:
        return odd(floor, "queue of no transfer is empty", call=event.leg)
    transfer.queued = False
    return []


def held(floor: Floor, event: Held) -> list[Change]:
    call = find_call(floor, event.leg, event.linkedid)
    if call is None:
        return odd(floor, "nobody to hold", call=event.leg)
    return _hold(floor, call, event)


def steered(floor: Floor, event: Steered) -> list[Change]:
    if event.act == "out_call":
        return _placed(floor, event)
    call = find_call(floor, event.leg, event.linkedid)
    if call is None:
        return odd(floor, f"{event.act} of nothing", call=event.leg)
    if event.act == "hold":
        return _hold(floor, call, event)
    if event.act == "conference":
        return _conference(floor, call, event)
    if event.act == "prioritise":
        call.in_front = True
        return [CallChanged(call=call.id)]
    if event.act == "resume" and call.stage is Stage.HELD:
        return resume(floor, call, event)
    if event.act in (RECORDING_PAUSED, RECORDING_RESUMED):
        _paused(call, event)
        return [CallChanged(call=call.id)]
    return []


def _paused(call: Call, event: Steered) -> None:
    """Nothing is recorded from now on, or it is again."""
    since = call.recording_paused
    if event.act == RECORDING_PAUSED:
        call.recording_paused = event.mono if since is None else since
    elif since is not None:
        call.recording_pauses = [*call.recording_pauses, (since, event.mono)]
        call.recording_paused = None


def _hold(floor: Floor, call: Call, event: FloorEvent) -> list[Change]:
    changes = move_call(floor, call, Stage.HELD, event) if call.stage is Stage.TALKING else []
    agent = floor.agents.get(call.agent)
    if agent is not None and agent.call == call.id and agent.state is AgentState.TALKING:
        changes += move(floor, agent, Cue.HOLD, event, "caller on hold")
    return changes


def _conference(floor: Floor, call: Call, event: Steered) -> list[Change]:
    """All three talk: the agent has the call still; whoever was asked has it once that agent leaves."""
    transfer = floor.transfers.get(call.transfer)
    if transfer is not None and transfer.target in floor.agents:
        call.joined = [*call.joined, transfer.target]
    changes = end_transfer(floor, call, "answered", event)
    return [*changes, *resume(floor, call, event), CallChanged(call=call.id)]


def _placed(floor: Floor, event: Steered) -> list[Change]:
    if not event.leg or event.leg in floor.calls or event.leg in floor.ended:
        return odd(floor, "out_call twice", call=event.leg)
    leg = floor.legs.get(event.leg)
    call = floor.calls[event.leg] = Call(
        id=event.leg,
        linkedid=event.linkedid or event.leg,
        caller=event.detail,
        dialled=event.detail,
        began=event.mono,
        began_at=event.at,
        stage_since=event.mono,
        answered=leg is not None and leg.up,
        outgoing=True,
        queue=event.queue,
        line_number=event.line_number,
        key_account=event.key_account,
        language=event.language or "zh",
        agent=event.by,
    )
    if agent := floor.agents.get(event.by):
        _join(agent, call)
    return [CallBegan(call=call.id)]


def _join(agent: Agent, call: Call) -> None:
    if agent.own and not agent.call:
        agent.call, agent.own = call.id, False
