"""A call under way as people see it."""

from dataclasses import dataclass
from datetime import datetime

from cti.floor.state import Call, Stage
from cti.views.moment import Moment, utc


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """`waiting_since`: first entry into the waiting room, kept over offers; None outside queues.

    `outgoing`: an agent calls the customer. `transfer`: the one under way; empty: none. `recorded`: since an agent
    answered; `recording_paused`: since when nothing is. `joined`: further agents in the conversation. `in_front`: put
    in front of all who wait.
    """

    call: str
    caller: str
    dialled: str
    began: datetime
    stage: Stage
    stage_since: datetime
    queue: str
    waiting_since: datetime | None
    line_number: str
    key_account: bool
    language: str
    reason: str
    overflow_prompts: int
    agent: str
    outgoing: bool
    transfer: str
    recorded: bool
    recording_paused: datetime | None
    joined: list[str]
    in_front: bool


def call_view(call: Call, now: Moment) -> CallView:
    """The call at this moment."""
    return CallView(
        call=call.id,
        caller=call.caller,
        dialled=call.dialled,
        began=utc(call.began_at),
        stage=call.stage,
        stage_since=now.wall(call.stage_since),
        queue=call.queue,
        waiting_since=utc(call.waiting_since_at) if call.waiting_since_at else None,
        line_number=call.line_number,
        key_account=call.key_account,
        language=call.language,
        reason=call.reason,
        overflow_prompts=call.overflow_prompts,
        agent=call.agent,
        outgoing=call.outgoing,
        transfer=call.transfer,
        recorded=bool(call.recordings),
        recording_paused=None if call.recording_paused is None else now.wall(call.recording_paused),
        joined=list(call.joined),
        in_front=call.in_front,
    )
