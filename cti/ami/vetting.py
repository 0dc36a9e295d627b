"""Whether a block of the manager stream may be believed: callers can smuggle lines and events into it (S1).

Names and numbers of callers reach the stream decoded, so a line break in one looks like further headers. A
block is quarantined, never repaired, when a single-valued header stands twice, when an event that we act on
carries a header it does not have, when one that it must have is missing, or when a control byte stands in it.
"""

import re
from collections.abc import Mapping, Set

from panoramisk.message import Message

from cti.dialplan import USER_EVENTS

MULTI_VALUED = frozenset({"chanvariable", "variable", "output"})

_ALWAYS = "event privilege timestamp sequencenumber file line func systemname actionid"
_CHANNEL = (
    "channel channelstate channelstatedesc calleridnum calleridname connectedlinenum connectedlinename "
    "language accountcode context exten priority uniqueid linkedid chanvariable"
)
_DEST_CHANNEL = " ".join(f"dest{name}" for name in _CHANNEL.split())
_SPIES = " ".join(f"{side}{name}" for side in ("spyer", "spyee") for name in _CHANNEL.split())
_BRIDGE = (
    "bridgeuniqueid bridgetype bridgetechnology bridgecreator bridgename bridgenumchannels "
    "bridgevideosourcemode bridgevideosource"
)

EVENTS: Mapping[str, frozenset[str]] = {
    name: frozenset(f"{_ALWAYS} {headers}".split())
    for name, headers in {
        "Newchannel": _CHANNEL,
        "Newstate": _CHANNEL,
        "Hangup": f"{_CHANNEL} cause cause-txt techcause",
        "QueueCallerJoin": f"{_CHANNEL} queue position count",
        "QueueCallerLeave": f"{_CHANNEL} queue position count",
        "QueueCallerAbandon": f"{_CHANNEL} queue position originalposition holdtime",
        "AgentConnect": f"{_CHANNEL} {_DEST_CHANNEL} queue membername interface ringtime holdtime",
        "BridgeEnter": f"{_BRIDGE} {_CHANNEL} swapuniqueid",
        "BridgeLeave": f"{_BRIDGE} {_CHANNEL}",
        "ChanSpyStart": _SPIES,
        "ChanSpyStop": _SPIES,
        "MixMonitorStart": _CHANNEL,
        "MixMonitorStop": _CHANNEL,
        "MixMonitorMute": f"{_CHANNEL} direction state",
        "OriginateResponse": f"{_CHANNEL} response reason application data",
        "DeviceStateChange": "device state",
        "DeviceStateListComplete": "eventlist listitems",
        "CoreShowChannel": f"{_CHANNEL} application applicationdata duration bridgeid",
        "CoreShowChannelsComplete": "eventlist listitems",
        "FullyBooted": "status uptime lastreload",
        "UserEvent FaultlineMarker": "userevent mark",
        "UserEvent KeysLeft": f"{_CHANNEL} userevent digits",
        **{f"UserEvent {name}": f"{_CHANNEL} userevent {own}" for name, own in USER_EVENTS.items()},
    }.items()
}
"""The events that we act on (those of our dialplan by the name it gives them: `UserEvent …`) and every header that
each may carry, in lower case; all others are only counted.
"""

_MUST: Mapping[str, frozenset[str]] = {
    name: frozenset({"channel", "uniqueid", "linkedid"})
    for name, headers in EVENTS.items()
    if "uniqueid" in headers and name != "OriginateResponse"
}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}(?:\([^)]{0,200}\))?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029]|\r(?!\n)|(?<!\r)\n")
"""Everything that is no text; a line ends with CR LF and nothing else."""


def kind_of(event: Message) -> str:
    """The event's name as in EVENTS; empty for a response."""
    return _kind(event.event, event.userevent)


def _kind(event: str, ours: str) -> str:
    return f"{event} {ours}" if event == "UserEvent" else event


class Quarantined(Exception):  # noqa: N818 - the block's fate
    """The block is not believed; `reason` is one of a few fixed words, fit for a counter's label."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_block(block: bytes) -> Message:
    """Turn a block into an event or a response. Raises Quarantined; its reason never quotes the block."""
    text = block.decode("utf-8", "replace")
    if _CONTROL.search(text):
        raise Quarantined("control byte")
    headers: dict[str, str | list[str]] = {}
    seen: dict[str, str] = {}
    for line in text.split("\r\n"):
        name, value = _header(line)
        plain = name.lower().partition("(")[0]
        if plain in MULTI_VALUED:
            headers[name] = [*headers.get(name, ()), value]
        elif plain in seen:
            raise Quarantined("header twice")
        else:
            headers[name] = value
        seen[plain] = name
    if "event" in seen:
        event, ours = (str(headers[seen[name]]) if name in seen else "" for name in ("event", "userevent"))
        _vet_event(_kind(event, ours), seen.keys())
    elif "response" not in seen:
        raise Quarantined("neither event nor response")
    return Message(headers)


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not _NAME.fullmatch(name):
        raise Quarantined("not a header")
    return name, value.removeprefix(" ")


def _vet_event(event: str, names: Set[str]) -> None:
    known = EVENTS.get(event)
    if known is None:
        return
    if not names <= known:
        raise Quarantined("unknown header")
    if not _MUST.get(event, frozenset()) <= names:
        raise Quarantined("header missing")
