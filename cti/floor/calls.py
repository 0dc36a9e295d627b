"""The stages of a call, and the one place where a call enters a stage: times in queues are kept here (F2.1)."""

from cti.floor.changes import CallMoved, Change
from cti.floor.events import FloorEvent
from cti.floor.state import Call, Floor, Stage

IN_QUEUE = frozenset({Stage.WAITING, Stage.OFFERED, Stage.PARACHUTE})
WITH_AGENT = frozenset({Stage.TALKING, Stage.HELD, Stage.KEPT})


def find_call(floor: Floor, leg: str, linkedid: str = "") -> Call | None:
    """The call that a leg is of: its caller's, or an agent's in it."""
    call = floor.calls.get(leg) or floor.calls.get(linkedid)
    if call is None and (known := floor.legs.get(leg)) is not None:
        call = floor.calls.get(known.linkedid)
    return call


def waited(call: Call, mono: float) -> float:
    """Seconds in queues so far, all stretches together; `mono`: now."""
    stretch = 0.0 if call.queued_since is None else max(0.0, mono - call.queued_since)
    return round(call.waited + stretch, 3)


def move_call(floor: Floor, call: Call, stage: Stage, event: FloorEvent) -> list[Change]:
    """Put a call into a stage."""
    before = call.stage
    if stage in IN_QUEUE:
        if call.queued_since is None and (before not in WITH_AGENT or stage is not Stage.OFFERED):
            call.queued_since = event.mono
    elif call.queued_since is not None:
        call.waited, call.queued_since = waited(call, event.mono), None
    if before is stage:
        return []
    lasted = max(0.0, event.mono - call.stage_since)
    call.stage, call.stage_since = stage, event.mono
    _list(floor.waiting, call.id, stage is Stage.WAITING)
    _list(floor.kept, call.id, stage is Stage.KEPT)
    return [CallMoved(call=call.id, before=before, after=stage, lasted=lasted)]


def _list(ids: dict[str, None], call: str, there: bool) -> None:
    if there:
        ids[call] = None
    else:
        ids.pop(call, None)
