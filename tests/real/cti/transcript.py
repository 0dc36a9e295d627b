"""What went into a live floor, written down in order: Asterisk's messages, its snapshots, and events of ours.

The files below tests/unit/cti/transcripts/ were written by `python -m tests.real.cti.capture` from a real Asterisk.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from panoramisk.message import Message
from prometheus_client import CollectorRegistry

from cti.ami.link import AmiLink, LinkSettings, Snapshot
from cti.ami.session import Account, Pace
from cti.floor.changes import Change
from cti.floor.events import AnyEvent, FloorEvent
from cti.floor_watch import FloorWatch


class TappedLink(AmiLink):
    """A link whose feed is written down as it is read; while `goes_on` is not set, whoever reads it is stalled."""

    def __init__(
        self, events: Account, actions: Account, settings: LinkSettings, pace: Pace | None = None
    ) -> None:
        self.registry = CollectorRegistry()
        super().__init__(events, actions, self.registry, settings=settings, pace=pace)
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.lines: list[dict[str, Any]] = []
        self.folded: list[FloorEvent] = []
        self.watch: FloorWatch | None = None

    async def feed(self) -> AsyncIterator[Snapshot | Message]:
        async for item in super().feed():
            at, mono = self.watch.now() if self.watch else (0.0, 0.0)
            self.lines.append({"at": at, "mono": mono, **_plain(item)})
            await self.goes_on.wait()
            yield item

    def follow(self, watch: FloorWatch) -> None:
        """Write down the events of ours too."""
        self.watch = watch
        watch.subscribe(self._note)

    def _note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        self.folded.append(event)
        self.lines.append({"folded": msgspec.to_builtins(event)})

    def save(self, path: Path) -> None:
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in self.lines))


def _plain(item: Snapshot | Message) -> dict[str, Any]:
    if isinstance(item, Message):
        return {"message": dict(item.items())}
    return {
        "snapshot": {
            "channels": [dict(channel.items()) for channel in item.channels],
            "devices": None if item.devices is None else [dict(device.items()) for device in item.devices],
            "complete": item.complete,
            "cause": item.cause,
        }
    }


def folded(path: Path) -> Iterator[FloorEvent]:
    """The events that the live floor folded while the transcript was taken."""
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        if "folded" in entry:
            yield msgspec.convert(entry["folded"], AnyEvent)


def heard(path: Path) -> Iterator[tuple[float, float, Message]]:
    """Asterisk's messages with the time when they were read, on both clocks."""
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        if "message" in entry:
            yield entry["at"], entry["mono"], Message(entry["message"])
