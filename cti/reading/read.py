"""One message of the manager stream as events of the floor; what we do not act on gives none."""

from collections.abc import Callable, Iterable, Mapping

from panoramisk.message import Message

from cti.ami.vetting import kind_of
from cti.floor.events import FloorEvent
from cti.reading import channels, desk_events, devices, dialplan_events
from cti.reading.channels import When

Reader = Callable[[Message, When, frozenset[str]], list[FloorEvent]]

READERS: Mapping[str, Reader] = {
    "Newchannel": channels.leg_began,
    "Newstate": channels.leg_moved,
    "Hangup": channels.leg_ended,
    "BridgeEnter": channels.bridge_entered,
    "BridgeLeave": channels.bridge_left,
    "DeviceStateChange": devices.device_seen,
    "QueueCallerJoin": dialplan_events.queue_joined,
    "AgentConnect": dialplan_events.agent_connected,
    "UserEvent Waiting": dialplan_events.waiting,
    "UserEvent OverflowAsked": dialplan_events.overflow_asked,
    "UserEvent QueueEmpty": dialplan_events.queue_empty,
    "UserEvent WaitingOver": dialplan_events.waiting_over,
    "UserEvent OfferOver": dialplan_events.offer_over,
    "UserEvent Conversation": dialplan_events.conversation,
    "UserEvent Kept": dialplan_events.kept,
    "UserEvent Held": dialplan_events.held,
    "UserEvent KeysLeft": dialplan_events.keys_left,
    "UserEvent CallbackAsked": dialplan_events.callback_asked,
    "UserEvent ConsultAnswered": desk_events.consult_answered,
    "UserEvent ConsultOver": desk_events.consult_over,
    "UserEvent OutcallOver": desk_events.outcall_over,
}


class Reading:
    """`trunks`: the endpoints that public calls come from."""

    def __init__(self, trunks: Iterable[str] = ("trunk",)) -> None:
        self.trunks = frozenset(trunks)
        self._readers = dict(READERS)

    def hand_aside(self, kind: str, taker: Callable[[Message], None]) -> None:
        """Give messages of this kind, which are no events of the floor, to somebody else; in the stream's order."""

        def read(event: Message, times: When, trunks: frozenset[str]) -> list[FloorEvent]:
            taker(event)
            return []

        self._readers[kind] = read

    def read(self, event: Message, at: float, mono: float) -> list[FloorEvent]:
        """The events of one message. `at`, `mono`: now, by the wall clock and by one that never steps."""
        reader = self._readers.get(kind_of(event))
        return [] if reader is None else reader(event, channels.when(event, at, mono), self.trunks)
