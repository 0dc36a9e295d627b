"""Brings the floor to the truth at every snapshot, and keeps each discrepancy for the API (R7, R12)."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from panoramisk.message import Message
from prometheus_client import CollectorRegistry, Counter

from cti.ami.errors import AmiError
from cti.ami.link import AmiLink, Snapshot
from cti.floor.events import FloorEvent
from cti.floor.state import Floor
from cti.reading import places, snapshot
from cti.reading.discrepancies import Discrepancy, Found

log = logging.getLogger(__name__)

KEPT = 500
"""Discrepancies that are remembered."""
AT_ONCE = 20

Moment = Callable[[], tuple[float, float]]


class Resync:
    """`act` folds an event; `now` gives the time on both clocks."""

    def __init__(
        self,
        link: AmiLink,
        floor: Floor,
        act: Callable[[FloorEvent], object],
        now: Moment,
        trunks: frozenset[str],
        registry: CollectorRegistry,
    ) -> None:
        self.link, self.floor, self.trunks = link, floor, trunks
        self.discrepancies: deque[Discrepancy] = deque(maxlen=KEPT)
        """The latest ones, oldest first."""
        self._act, self._now = act, now
        self._noted = 0
        self._count = Counter(
            "faultline_floor_discrepancies",
            "Differences between the floor and Asterisk's snapshots",
            ["what"],
            registry=registry,
        )

    async def take(self, item: Snapshot) -> None:
        """Fold whatever a snapshot shows that the floor does not have; legs that are gone are not its work."""
        floor, channels, trunks, known = self.floor, item.channels, self.trunks, self._noted
        self._put_right(snapshot.legs(floor, channels, *self._now(), trunks))
        self._put_right(snapshot.bridges(floor, channels, *self._now()))
        if item.devices is not None:
            self._put_right(snapshot.telephones(floor, item.devices, *self._now()))
        peers = snapshot.peers(channels, trunks)
        elsewhere = places.misplaced(floor, channels, peers)
        for channel, told in zip(elsewhere, await self._ask(elsewhere), strict=True):
            self._put_right(places.corrected(floor, channel, peers, told, *self._now()))
        if found := self._noted - known:
            log.warning("The floor and Asterisk differed", extra={"cause": item.cause, "differences": found})

    def note(self, difference: Discrepancy) -> None:
        """Keep one more discrepancy."""
        self.discrepancies.append(difference)
        self._count.labels(difference.what).inc()
        self._noted += 1

    def _put_right(self, found: Iterable[Found]) -> None:
        for one in found:
            if one.difference is not None:
                self.note(one.difference)
            self._act(one.event)

    async def _ask(self, channels: Sequence[Message]) -> Sequence[Mapping[str, str]]:
        turn = asyncio.Semaphore(AT_ONCE)

        async def ask(channel: Message) -> Mapping[str, str]:
            async with turn:
                try:
                    return await self.link.variables(channel.uniqueid, places.VARIABLES)
                except (AmiError, ValueError):  # gone meanwhile, or Asterisk is: the next snapshot knows more
                    return {}

        return await asyncio.gather(*(ask(channel) for channel in channels))
