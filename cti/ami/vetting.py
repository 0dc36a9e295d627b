"""Whether a block of the manager stream may be believed: callers can smuggle lines and events into it (S1).

Names and numbers of callers reach the stream decoded, so a line break in one looks like further headers. A
block is quarantined, never repaired, when a single-valued header stands twice, when an event that we act on
carries a header it does not have, when one that it must have is missing, or when a control byte stands in it.
"""

import re
from collections.abc import Mapping

from panoramisk.message import Message

MULTI_VALUED = frozenset({"chanvariable", "variable", "output"})

_ALWAYS = "event privilege timestamp sequencenumber file line func systemname actionid"
_CHANNEL = (
    "channel channelstate channelstatedesc calleridnum calleridname connectedlinenum connectedlinename "
    "language accountcode context exten priority uniqueid linkedid chanvariable"
)
_DEST_CHANNEL = " ".join(f"dest{name}" for name in _CHANNEL.split())

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
        "CoreShowChannel": f"{_CHANNEL} application applicationdata duration bridgeid",
        "CoreShowChannelsComplete": "eventlist listitems",
        "FullyBooted": "status uptime lastreload",
    }.items()
}
"""The events that we act on and every header that each may carry, in lower case; all others are only
counted.
"""

_MUST: Mapping[str, frozenset[str]] = {
    name: frozenset({"channel", "uniqueid", "linkedid"})
    for name, headers in EVENTS.items()
    if "uniqueid" in headers
}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x80-\x9f\u2028\u2029]")


class Quarantined(Exception):  # noqa: N818 - the block's fate
    """The block is not believed; `reason` is one of a few fixed words, fit for a counter's label."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_block(block: bytes) -> Message:
    """Turn a block into an event or a response. Raises Quarantined; its reason never quotes the block."""
    headers: dict[str, str | list[str]] = {}
    for line in block.decode("utf-8", "replace").split("\r\n"):
        _add(headers, line)
    names = {name.lower(): name for name in headers}
    if "event" not in names and "response" not in names:
        raise Quarantined("neither event nor response")
    if "event" in names:
        _vet_event(str(headers[names["event"]]), frozenset(names))
    return Message(headers)


def _add(headers: dict[str, str | list[str]], line: str) -> None:
    if _CONTROL.search(line):
        raise Quarantined("control byte")
    name, colon, value = line.partition(":")
    if not colon or not _NAME.fullmatch(name.partition("(")[0]):
        raise Quarantined("not a header")
    value = value.removeprefix(" ")
    lowered = name.lower().partition("(")[0]
    if lowered in MULTI_VALUED:
        known = headers.setdefault(name, [])
        assert isinstance(known, list)  # noqa: S101 - multi-valued names only ever hold lists
        known.append(value)
    elif any(lowered == other.lower() for other in headers):
        raise Quarantined("header twice")
    else:
        headers[name] = value


def _vet_event(event: str, names: frozenset[str]) -> None:
    known = EVENTS.get(event)
    if known is None:
        return
    if not {name.partition("(")[0] for name in names} <= known:
        raise Quarantined("unknown header")
    if not _MUST.get(event, frozenset()) <= names:
        raise Quarantined("header missing")
