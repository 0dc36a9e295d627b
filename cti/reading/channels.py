"""Channels: whose they are, and what their events say of a leg."""

import re
from typing import TypedDict

from panoramisk.message import Message

from cti.floor import events as e
from cti.floor.legs import TRUNK
from cti.reading import words

RING, RINGING, UP = "4", "5", "6"

_PJSIP = re.compile(r"PJSIP/([0-9A-Za-z_-]{1,40})-[0-9a-f]{1,16}")


class When(TypedDict):
    """The fields that every event of a channel has."""

    at: float
    mono: float
    linkedid: str


def endpoint(channel: str, trunks: frozenset[str]) -> str:
    """`trunk`, an agent's extension, or nothing. `trunks`: the endpoints of the public network."""
    found = _PJSIP.fullmatch(channel)
    if found is None:
        return ""
    return TRUNK if found[1] in trunks else words.extension(found[1])


def when(event: Message, at: float, mono: float) -> When:
    """`at`: now by the wall clock, for events without a time of their own."""
    return {"at": words.happened(event, at), "mono": mono, "linkedid": words.name(event.linkedid)}


def leg_began(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    """`Newchannel`."""
    leg = words.name(event.uniqueid)
    if not leg:
        return []
    began = e.LegBegan(
        **times,
        leg=leg,
        channel=event.channel,
        endpoint=endpoint(event.channel, trunks),
        number=words.number(event.calleridnum),
        dialled=words.number(event.exten),
        ringing=event.channelstate == RING,
    )
    return [began]


def leg_moved(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    """`Newstate`."""
    leg = words.name(event.uniqueid)
    if event.channelstate == RINGING:
        return [e.LegRinging(**times, leg=leg)]
    return [e.LegUp(**times, leg=leg)] if event.channelstate == UP else []


def leg_ended(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    """`Hangup`: provisional for callers until Asterisk was asked (S1)."""
    return [e.LegEnded(**times, leg=words.name(event.uniqueid), cause=words.small(event.cause))]


def bridge_entered(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    """`BridgeEnter`."""
    leg, bridge = words.name(event.uniqueid), words.name(event.bridgeuniqueid)
    return [e.LegBridged(**times, leg=leg, bridge=bridge)] if bridge else []


def bridge_left(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    """`BridgeLeave`."""
    return [e.LegUnbridged(**times, leg=words.name(event.uniqueid), bridge=words.name(event.bridgeuniqueid))]
