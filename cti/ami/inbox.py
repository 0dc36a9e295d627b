"""The bounded queue between reading the manager stream and handling it (R9).

Reading never waits for handling. When the queue is full, events are dropped and counted until the handler
reaches the gap that marks the place; there it takes a snapshot of Asterisk and goes on from it.
"""

import asyncio
from collections import deque
from dataclasses import dataclass

from panoramisk.message import Message


@dataclass(frozen=True, slots=True)
class Gap:
    """Events are, or may be, missing here. `cause`: `connected`, `overflow` or `routine`."""

    cause: str


class Inbox:
    """Holds at most `limit` events; gaps come on top, one at a time."""

    def __init__(self, limit: int = 10_000) -> None:
        self.limit = limit
        self.dropped = 0
        self._items: deque[Message | Gap] = deque()
        self._deaf = False
        self._arrived = asyncio.Event()

    def __len__(self) -> int:
        return len(self._items)

    def offer(self, event: Message) -> bool:
        """Take an event in; False when it was dropped."""
        if not self._deaf and len(self._items) < self.limit:
            self._push(event)
            return True
        if not self._deaf:
            self.gap("overflow")
            self._deaf = True
        self.dropped += 1
        return False

    def gap(self, cause: str) -> None:
        """Mark that events may be missing from here on; two gaps in a row are one."""
        if not (self._items and isinstance(self._items[-1], Gap)):
            self._push(Gap(cause))

    async def take(self) -> Message | Gap:
        """The next item; after a gap was taken, events are accepted again."""
        while not self._items:
            self._arrived.clear()
            await self._arrived.wait()
        item = self._items.popleft()
        if isinstance(item, Gap):
            self._deaf = False
        return item

    def _push(self, item: Message | Gap) -> None:
        self._items.append(item)
        self._arrived.set()
