"""A snapshot of Asterisk compared with the floor: the events that bring the floor to the truth (R7, R12).

In three steps, each on the floor as the step before left it: legs and telephones; where each caller is; which legs
are gone (those are asked about one by one before they are believed to be).
"""

from collections.abc import Container, Iterable, Mapping, Sequence

from panoramisk.message import Message

from cti.floor import events as e
from cti.floor.legs import TRUNK
from cti.floor.state import Floor
from cti.reading import words
from cti.reading.channels import RING, RINGING, UP, When, endpoint
from cti.reading.devices import REACHABLE
from cti.reading.discrepancies import Discrepancy, Found

YOUNG = 3.0
"""Seconds. What a snapshot knows of such a young leg is an event that is on its way, no discrepancy."""


def legs(
    floor: Floor, channels: Iterable[Message], at: float, mono: float, trunks: frozenset[str]
) -> list[Found]:
    """Legs that the floor does not know, or not as they are."""
    found: list[Found] = []
    for channel in channels:
        times: When = {"at": at, "mono": mono, "linkedid": words.name(channel.linkedid)}
        leg = words.name(channel.uniqueid)
        if leg and leg not in floor.legs:
            found.append(_unknown(channel, leg, times, trunks))
        elif leg:
            found += _known(floor, channel, leg, times)
    return found


def missing(floor: Floor, there: Container[str]) -> list[str]:
    """Legs that the floor has and a snapshot lacks; one that names hide is missing too (S1)."""
    return [leg for leg in (*floor.legs, *floor.calls) if leg not in there]


def telephones(floor: Floor, devices: Sequence[Message], at: float, mono: float) -> list[Found]:
    """Which telephones are reachable, where the floor has it otherwise."""
    there = {device.device: device.state for device in devices}
    found = []
    for agent in floor.agents.values():
        state = there.get(f"PJSIP/{agent.extension}", "UNKNOWN")
        reachable = state in REACHABLE
        if reachable != agent.reachable:
            event = e.DeviceSeen(at=at, mono=mono, agent=agent.extension, reachable=reachable)
            had = "reachable" if agent.reachable else "unreachable"
            found.append(Found(event, _difference(at, "telephone", agent.extension, had, state.lower())))
    known = [words.extension(name.removeprefix("PJSIP/")) for name in there if name.startswith("PJSIP/")]
    return found + [
        Found(e.DeviceSeen(at=at, mono=mono, agent=extension, reachable=True))
        for extension in known
        if extension and extension not in floor.agents and there[f"PJSIP/{extension}"] in REACHABLE
    ]


def _unknown(channel: Message, leg: str, times: When, trunks: frozenset[str]) -> Found:
    age, whose = words.age(channel.duration), endpoint(channel.channel, trunks)
    dialled = channel.applicationdata == "(Outgoing Line)"
    began = e.LegBegan(
        **times,
        leg=leg,
        channel=channel.channel,
        endpoint=whose,
        number=words.number(channel.calleridnum),
        dialled=words.number(channel.exten),
        up=channel.channelstate == UP,
        age=age,
        ringing=channel.channelstate == RING or (leg == times["linkedid"] and not dialled),
    )
    if age < YOUNG:
        return Found(began)
    what = "call" if whose == TRUNK and began.ringing else "leg"
    return Found(began, _difference(times["at"], what, leg, "", channel.context))


def _known(floor: Floor, channel: Message, leg: str, times: When) -> list[Found]:
    known, bridge = floor.legs[leg], words.name(channel.bridgeid)
    found = []
    if channel.channelstate == UP and not known.up:
        found.append(Found(e.LegUp(**times, leg=leg), _difference(times["at"], "leg", leg, "down", "up")))
    if channel.channelstate == RINGING and not known.up:
        found.append(Found(e.LegRinging(**times, leg=leg)))
    if bridge and bridge != known.bridge:
        found.append(Found(e.LegBridged(**times, leg=leg, bridge=bridge)))
    if not bridge and known.bridge:
        found.append(Found(e.LegUnbridged(**times, leg=leg, bridge=known.bridge)))
    return found


def bridges(floor: Floor, channels: Iterable[Message], at: float, mono: float) -> list[Found]:
    """Legs that were unknown a moment ago and stand in a bridge."""
    return [
        Found(e.LegBridged(at=at, mono=mono, linkedid=leg.linkedid, leg=leg.id, bridge=bridge))
        for channel in channels
        if (bridge := words.name(channel.bridgeid))
        and (leg := floor.legs.get(words.name(channel.uniqueid))) is not None
        and leg.bridge != bridge
    ]


def _difference(at: float, what: str, identity: str, floor: str, asterisk: str) -> Discrepancy:
    return Discrepancy(at=at, what=what, id=identity, floor=floor, asterisk=asterisk)


def peers(channels: Iterable[Message], trunks: frozenset[str]) -> Mapping[str, str]:
    """Bridge → the extension of an agent in it."""
    return {
        channel.bridgeid: whose
        for channel in channels
        if channel.bridgeid and (whose := endpoint(channel.channel, trunks)) not in ("", TRUNK)
    }
