"""One line of the event log: an event of the floor with its name for ever, `(node, boot, sequence)`.

{"node":"node1","boot":"…","seq":7,"event":{"kind":"leg_up","at":…,"mono":…,…},"crc":"…"}
"""

import msgspec

from cti.floor.events import AnyEvent, FloorEvent
from desk.journal.seal import BrokenLine, opened, sealed

_ENCODER = msgspec.json.Encoder()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """`boot`: a start of the service; a later start sorts after an earlier one. `sequence` counts from 1."""

    node: str
    boot: str
    sequence: int = msgspec.field(name="seq")
    event: AnyEvent


_DECODER = msgspec.json.Decoder(Entry)


def line_head(node: str, boot: str) -> bytes:
    """What each line of a boot begins with."""
    return f'{{"node":"{node}","boot":"{boot}","seq":'.encode()


def to_line(head: bytes, sequence: int, event: FloorEvent) -> bytes:
    """An event as a line; `head` as of line_head."""
    return sealed(b'%b%d,"event":%b' % (head, sequence, _ENCODER.encode(event)))


def from_line(line: bytes) -> Entry:
    """Read a line back. Raises BrokenLine: torn, or of a kind that this version does not know."""
    try:
        return _DECODER.decode(opened(line))
    except msgspec.MsgspecError as error:
        raise BrokenLine("form") from error
