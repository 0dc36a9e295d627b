"""What the floor says against Asterisk's own list of channels: every caller, every stage, every agent (R7).

Asterisk's part is read from `core show channels concise` alone, by rules of its own, so that a fault of the service's
reading shows. A channel on its way from one place to the next agrees with anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from tests.real.house import Channel

ON_THE_PHONE = frozenset({"ringing", "talking", "on_hold"})
STAGES: Mapping[str, frozenset[str]] = {
    "waiting": frozenset({"waiting", "offered"}),
    "offer": frozenset({"offered"}),
    "kept": frozenset({"kept", "offered"}),
    "held": frozenset({"held"}),
    "voicemail": frozenset({"voicemail"}),
    "stage": frozenset({"arrived", "automatic"}),
}
"""Context of a caller's channel → stages on the floor that agree with it."""


def differences(board: Mapping[str, Any], channels: Iterable[Channel]) -> list[str]:
    """What the floor (`GET /api/floor`) has otherwise than Asterisk; empty: the same."""
    known = list(channels)
    callers = {c.unique_id: c for c in known if c.name.startswith("PJSIP/trunk-")}
    legs = {_extension(c): c for c in known if c.name.startswith("PJSIP/8")}
    talks = _talks(callers, legs)
    calls = {call["call"]: call for call in board["calls"]}
    found = [f"{call}: not in Asterisk" for call in calls.keys() - callers.keys()]
    found += [f"{call}: not on the floor" for call in callers.keys() - calls.keys()]
    for name in calls.keys() & callers.keys():
        found += _call(calls[name], callers[name], talks.get(name, ""))
    with_whom = {extension: call for call, extension in talks.items()}
    for agent in board["agents"]:
        found += _agent(agent, legs.get(agent["extension"]), with_whom.get(agent["extension"], ""))
    return found


def _call(call: Mapping[str, Any], channel: Channel, talks_with: str) -> list[str]:
    if talks_with:
        right = (call["stage"], call["agent"]) == ("talking", talks_with)
        return [] if right else [f"{call['call']}: {call['stage']} {call['agent']}, talks with {talks_with}"]
    if channel.bridge:
        return []
    stages = frozenset({"parachute"}) if channel.application == "Queue" else STAGES.get(channel.context)
    if stages is None or call["stage"] in stages:
        return []
    return [f"{call['call']}: {call['stage']}, in {channel.context}"]


def _agent(agent: Mapping[str, Any], leg: Channel | None, call: str) -> list[str]:
    named = f"{agent['extension']}: {agent['state']} {agent['call'] or ''}"
    if call:
        return [] if (agent["state"], agent["call"]) == ("talking", call) else [f"{named}, talks in {call}"]
    if leg is None:
        return [f"{named}, without a leg"] if agent["state"] in ON_THE_PHONE else []
    if leg.state == "Ringing" and agent["state"] != "ringing":
        return [f"{named}, rings"]
    return []


def _talks(callers: Mapping[str, Channel], legs: Mapping[str, Channel]) -> dict[str, str]:
    """Caller's unique id → extension of the agent in the same bridge."""
    bridges: dict[str, list[str]] = defaultdict(list)
    for extension, leg in legs.items():
        bridges[leg.bridge].append(extension)
    return {
        name: bridges[caller.bridge][0]
        for name, caller in callers.items()
        if caller.bridge and bridges.get(caller.bridge)
    }


def _extension(channel: Channel) -> str:
    return channel.name.removeprefix("PJSIP/").partition("-")[0]
