"""Where Asterisk has its channels right now: asked when there is a doubt, since what was sent is never sent again."""

from collections.abc import Mapping
from dataclasses import dataclass

from panoramisk.message import Message

from cti.ami.actions import CoreShowChannels
from cti.ami.link import AmiLink


@dataclass(frozen=True, slots=True)
class Place:
    """One channel. `endpoint`: `trunk`, an extension, or whatever its name begins with."""

    id: str
    channel: str
    endpoint: str
    context: str
    exten: str
    up: bool
    linkedid: str

    @classmethod
    def of(cls, row: Message) -> "Place":
        """From one event of CoreShowChannels."""
        return cls(
            id=row.uniqueid,
            channel=row.channel,
            endpoint=row.channel.partition("/")[2].rpartition("-")[0],
            context=row.context,
            exten=row.exten,
            up=row.channelstate == "6",
            linkedid=row.linkedid,
        )


async def whereabouts(link: AmiLink) -> Mapping[str, Place]:
    """Unique id → place, of every channel. Raises AmiError."""
    _, *rows, _ = await link.actions.ask_list(CoreShowChannels())
    return {row.uniqueid: Place.of(row) for row in rows}
