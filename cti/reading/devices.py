"""Agents' telephones: Asterisk's device states say which are registered and answer (R12)."""

from panoramisk.message import Message

from cti.floor import events as e
from cti.reading import words
from cti.reading.channels import When

REACHABLE = frozenset({"NOT_INUSE", "INUSE", "BUSY", "RINGING", "RINGINUSE", "ONHOLD"})


def device_seen(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    """`DeviceStateChange`."""
    agent = words.extension(event.device.removeprefix("PJSIP/"))
    if not agent or not event.device.startswith("PJSIP/"):
        return []
    return [e.DeviceSeen(at=times["at"], mono=times["mono"], agent=agent, reachable=event.state in REACHABLE)]
