"""What all events of the floor have."""

from msgspec import Struct


class FloorEvent(Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """One thing that happened. `linkedid`: Asterisk's id of the conversation that it belongs to, if any."""

    at: float
    mono: float
    linkedid: str = ""
