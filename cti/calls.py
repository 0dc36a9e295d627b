"""Calls from the public network, folded from the manager's events: no I/O, the time comes as an argument.

The end of a call is decided by `Hangup` alone, never by a dialog that ended (R6), and is provisional until
the caller of this fold has asked Asterisk itself (S1): `close` when the channel is gone, `reopen` when it is
not.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from panoramisk.message import Message

from cti.ami.vetting import kind_of
from cti.call_facts import (
    CallAnswered,
    CallConnected,
    CallFact,
    CallHungUp,
    CallKeysLeft,
    CallQueued,
    CallStarted,
)

_RING, _UP = "4", "6"
_NUMBER = re.compile(r"\+?([0-9]{1,32})")
_KEYS = re.compile(r"[0-9]{1,40}")
_DURATION = re.compile(r"(\d{1,6}):([0-5]\d):([0-5]\d)")


@dataclass(slots=True)
class OpenCall:
    """A call that has not ended."""

    id: str
    answered: bool = False
    seconds: float = 0.0
    """Of a clock that never steps, at its latest event."""
    queued_since: float | None = None
    waited_seconds: float | None = None
    hung_up: CallHungUp | None = None


class Calls:
    """The open calls of one Asterisk; `trunks` are the endpoints that public calls come from."""

    def __init__(self, trunks: Iterable[str] = ("trunk",)) -> None:
        self.open: dict[str, OpenCall] = {}
        self._from_trunk = re.compile(f"PJSIP/({'|'.join(map(re.escape, trunks))})-[0-9a-f]+")
        self._handlers: dict[str, Callable[[OpenCall, Message, datetime], list[CallFact]]] = {
            "Newstate": _newstate,
            "QueueCallerJoin": _joined,
            "QueueCallerLeave": _left,
            "AgentConnect": _connected,
            "UserEvent KeysLeft": _keys_left,
            "Hangup": _hung_up,
        }

    def apply(self, event: Message, now: datetime, seconds: float | None = None) -> list[CallFact]:
        """Fold one event; an event that says nothing new gives no fact. `now` serves where it has no time.

        Waits are measured by `seconds`, of a monotonic clock (R18); left out: by the events' own times.
        """
        at = _time(event, now)
        if event.event == "Newchannel":
            return self._begin(event, at) if event.channelstate == _RING else []
        call = self.open.get(event.uniqueid)
        handler = self._handlers.get(kind_of(event))
        if call is None or handler is None:
            return []
        call.seconds = at.timestamp() if seconds is None else seconds
        return handler(call, event, at)

    def adopt(self, channels: Iterable[Message], now: datetime) -> list[CallFact]:
        """Take over the trunk channels of a snapshot that are not known yet (R7)."""
        facts: list[CallFact] = []
        for channel in channels:
            began = self._begin(channel, now - _age(channel))
            facts += began
            call = self.open.get(channel.uniqueid)
            if call is not None:
                facts += _newstate(call, channel, now)
        return facts

    def close(self, call: str) -> None:
        """The end is certain: forget the call."""
        self.open.pop(call, None)

    def reopen(self, call: str) -> None:
        """The channel still exists: the hang-up was not true."""
        if call in self.open:
            self.open[call].hung_up = None

    def _begin(self, channel: Message, at: datetime) -> list[CallFact]:
        call = channel.uniqueid
        if not call or call in self.open or not self._from_trunk.fullmatch(channel.channel):
            return []
        self.open[call] = OpenCall(call)
        return [CallStarted(call, at, _number(channel.calleridnum), _number(channel.exten))]


def _newstate(call: OpenCall, event: Message, at: datetime) -> list[CallFact]:
    if event.channelstate != _UP or call.answered:
        return []
    call.answered = True
    return [CallAnswered(call.id, at)]


def _joined(call: OpenCall, event: Message, at: datetime) -> list[CallFact]:
    call.queued_since = call.seconds
    return [CallQueued(call.id, at, event.queue)]


def _left(call: OpenCall, event: Message, at: datetime) -> list[CallFact]:
    """Asterisk says this before `AgentConnect` and before `Hangup`."""
    if call.queued_since is not None:
        waited = call.seconds - call.queued_since
        call.waited_seconds = round((call.waited_seconds or 0.0) + waited, 3)
        call.queued_since = None
    return []


def _connected(call: OpenCall, event: Message, at: datetime) -> list[CallFact]:
    waited, call.waited_seconds = call.waited_seconds, None
    return [CallConnected(call.id, at, event.queue, event.membername, waited or 0.0)]


def _keys_left(call: OpenCall, event: Message, at: datetime) -> list[CallFact]:
    """The dialplan sends digits and nothing else; anything else is not its word (S1)."""
    return [CallKeysLeft(call.id, at, event.digits)] if _KEYS.fullmatch(event.digits) else []


def _hung_up(call: OpenCall, event: Message, at: datetime) -> list[CallFact]:
    if call.hung_up is not None:
        return []
    cause = int(event.cause) if event.cause.isdecimal() else None
    call.hung_up = CallHungUp(call.id, at, cause or None, call.waited_seconds)
    return [call.hung_up]


def _time(event: Message, now: datetime) -> datetime:
    """Asterisk's own time of the event; one that is a day off or no number is not believed."""
    try:
        at = datetime.fromtimestamp(float(event.timestamp), UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return at if abs(at - now) < timedelta(days=1) else now


def _age(channel: Message) -> timedelta:
    parts = _DURATION.fullmatch(channel.duration)
    hours, minutes, seconds = map(int, parts.groups()) if parts else (0, 0, 0)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _number(text: str) -> str:
    number = _NUMBER.fullmatch(text)
    return number[1] if number else ""
