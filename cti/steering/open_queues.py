"""Whether a queue takes a caller that an agent passes on: as the dialplan decides for everybody else (F2.4, F2.8, H15).

Pure. The dialplan looks when a caller arrives (dialplan/stages.conf, queue_open) and when F2.1's question is due; a
transfer comes in between, and would bring the caller to the voice box.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from cti.floor.state import Floor, Stage
from cti.routing.queues import Queues, open_at
from cti.steering.members import wanted_members

WAITS = frozenset({Stage.WAITING, Stage.OFFERED, Stage.PARACHUTE})


TakesNobody = Literal["queue_closed", "queue_full", "nobody_signed_in"]
"""Why; codes of the API (cti/error_codes.py)."""
WHY: Mapping[TakesNobody, str] = {
    "queue_closed": "the queue is closed",
    "queue_full": "the queue is full",
    "nobody_signed_in": "nobody is signed in to the queue",
}


def takes_nobody(
    floor: Floor, queues: Queues, name: str, when: datetime, zone: ZoneInfo
) -> TakesNobody | None:
    """Why this queue takes nobody at an instant; None: it does. Raises KeyError for a queue that does not exist."""
    queue = queues[name]
    if not open_at(queue, when, zone):
        return "queue_closed"
    if sum(call.queue == name and call.stage in WAITS for call in floor.calls.values()) >= queue.max_waiting:
        return "queue_full"
    here = (agent.extension for agent in floor.agents.values() if agent.reachable)
    if not any(queue == name for queue, _ in wanted_members(floor, queues, here)):
        return "nobody_signed_in"
    return None
