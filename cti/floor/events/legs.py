"""Legs and telephones, as Asterisk tells of them."""

from cti.floor.events.event import FloorEvent


class LegBegan(FloorEvent, frozen=True, kw_only=True, tag="leg_began"):
    """A channel exists. `endpoint`: `trunk` or an agent's extension, empty for anything else."""

    leg: str
    """Asterisk's unique id."""
    channel: str
    """Asterisk's name of it."""
    endpoint: str = ""
    number: str = ""
    """The other side's number, digits: a hint, never proof (S17)."""
    dialled: str = ""
    up: bool = False
    age: float = 0.0
    """Seconds that it existed before we learned of it (snapshot)."""
    ringing: bool = False
    """An incoming call (`Ring`), not one that we place."""


class LegRinging(FloorEvent, frozen=True, kw_only=True, tag="leg_ringing"):
    """The far telephone rings."""

    leg: str


class LegUp(FloorEvent, frozen=True, kw_only=True, tag="leg_up"):
    """The far side answered, or Asterisk answered the caller."""

    leg: str


class LegEnded(FloorEvent, frozen=True, kw_only=True, tag="leg_ended"):
    """A channel hung up. `cause`: ITU-T Q.850, 0 unknown. `seen` False: found missing in a snapshot (R7, R12)."""

    leg: str
    cause: int = 0
    seen: bool = True


class LegBridged(FloorEvent, frozen=True, kw_only=True, tag="leg_bridged"):
    """A leg entered a bridge."""

    leg: str
    bridge: str


class LegUnbridged(FloorEvent, frozen=True, kw_only=True, tag="leg_unbridged"):
    """A leg left a bridge."""

    leg: str
    bridge: str


class DeviceSeen(FloorEvent, frozen=True, kw_only=True, tag="device_seen"):
    """An agent's telephone is registered and reachable, or not."""

    agent: str
    reachable: bool
