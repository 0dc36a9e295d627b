"""Where Asterisk has a caller, against the stage on the floor: what was missed is made up for (R7).

A caller's place is the dialplan's context, the application, and whom the channel is bridged with; the dialplan's
variables tell since when and in which queue.
"""

from collections.abc import Iterable, Mapping

from panoramisk.message import Message

from cti.floor import events as e
from cti.floor.legs import carried
from cti.floor.state import Call, Floor, Stage
from cti.reading import words
from cti.reading.channels import When
from cti.reading.discrepancies import Discrepancy, Found

VARIABLES = (
    "QUEUE_NAME",
    "WAITING_SINCE",
    "LINE_NUMBER",
    "KEY_ACCOUNT",
    "IVR_REASON",
    "OFFER_AGENT",
    "RECORDING_NAME",
)
"""What is asked of a channel whose place the floor does not have."""

WAITING, PARACHUTE, KEPT, HELD = "waiting", "parachute", "kept", "held"
VOICEMAIL, AUTOMATIC, TALKING = "voicemail", "automatic", "talking"

AGREES: Mapping[str, frozenset[Stage]] = {
    WAITING: frozenset({Stage.WAITING, Stage.OFFERED}),
    PARACHUTE: frozenset({Stage.PARACHUTE}),
    KEPT: frozenset({Stage.KEPT, Stage.OFFERED}),
    HELD: frozenset({Stage.HELD}),
    VOICEMAIL: frozenset({Stage.VOICEMAIL}),
    AUTOMATIC: frozenset({Stage.ARRIVED, Stage.AUTOMATIC}),
    TALKING: frozenset({Stage.TALKING}),
}
CONTEXTS = {
    "waiting": WAITING,
    "kept": KEPT,
    "held": HELD,
    "voicemail": VOICEMAIL,
    "stage": AUTOMATIC,
    "hotline": AUTOMATIC,
    "fault_report": AUTOMATIC,
    "technician_message": AUTOMATIC,
}


def place(channel: Message, peers: Mapping[str, str]) -> str:
    """One of the places above; empty where a caller is only on the way."""
    if channel.bridgeid:
        return TALKING if channel.bridgeid in peers else ""
    if channel.application == "Queue":
        return PARACHUTE
    return CONTEXTS.get(channel.context, "")


def misplaced(floor: Floor, channels: Iterable[Message], peers: Mapping[str, str]) -> list[Message]:
    """The callers' channels, and those of customers who were called, that Asterisk has elsewhere than the floor."""
    return [
        channel
        for channel in channels
        if (call := carried(floor, channel.uniqueid)) is not None
        and (here := place(channel, peers))
        and call.stage not in AGREES[here]
    ]


def corrected(
    floor: Floor, channel: Message, peers: Mapping[str, str], told: Mapping[str, str], at: float, mono: float
) -> list[Found]:
    """The events that put one caller where Asterisk has it. `told`: VARIABLES as the channel has them."""
    call = carried(floor, channel.uniqueid)
    if call is None:
        return []
    here = place(channel, peers)
    times: When = {"at": at, "mono": mono, "linkedid": call.linkedid}
    difference = Discrepancy(at=at, what="call", id=call.id, floor=call.stage.value, asterisk=here)
    events = _events(call, channel, here, peers.get(channel.bridgeid, ""), told, times)
    return [Found(event, difference if place == 0 else None) for place, event in enumerate(events)]


def _events(
    call: Call, channel: Message, here: str, peer: str, told: Mapping[str, str], times: When
) -> list[e.FloorEvent]:
    agent = peer or words.digits(told.get("OFFER_AGENT", "")) or call.agent
    if here in (WAITING, PARACHUTE):
        return [_waits(call, channel, here, told, times)]
    if here == KEPT:
        return [_waits(call, channel, WAITING, told, times), e.Kept(**times, leg=call.id, agent=agent)]
    if here == VOICEMAIL:
        return [e.WaitingOver(**times, leg=call.id, why="voicemail")]
    if here == AUTOMATIC:
        return [e.WaitingOver(**times, leg=call.id, why="returned")]
    talks = e.Conversation(
        **times,
        leg=call.id,
        agent=agent,
        file=words.name(told.get("RECORDING_NAME", "")),
        queue=words.queue(told.get("QUEUE_NAME", "")),
    )
    known = call.agent == agent and call.stage in (Stage.TALKING, Stage.HELD)
    talking: list[e.FloorEvent] = [] if known and here == HELD else [talks]
    return [*talking, e.Held(**times, leg=call.id)] if here == HELD else talking


def _waits(call: Call, channel: Message, here: str, told: Mapping[str, str], times: When) -> e.Waiting:
    queue = words.queue(channel.applicationdata.partition(",")[0]) if here == PARACHUTE else ""
    return e.Waiting(
        **times,
        leg=call.id,
        queue=queue or words.queue(told.get("QUEUE_NAME", "")) or call.queue or "junior",
        since=words.seconds_since_1970(told.get("WAITING_SINCE", "")) or times["at"],
        line_number=words.digits(told.get("LINE_NUMBER", "")),
        key_account=told.get("KEY_ACCOUNT") == "1",
        language="en" if channel.language == "en" else "zh",
        reason=words.sentence(told.get("IVR_REASON", "")),
        parachute=here == PARACHUTE,
    )
