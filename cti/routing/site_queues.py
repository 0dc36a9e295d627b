"""The site's queues as they are now: the file's over the default ones, the database's over both, with the hours that
the site's holidays leave them (H15).

One of these is shared by everything that asks for a queue; it changes in place, and says so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from cti.routing.holidays import Holiday, with_holidays
from cti.routing.queues import DEFAULT_QUEUES, Queues, QueueSettings, all_queues


class SiteQueues(Mapping[str, QueueSettings]):
    """`configured`: those of the file."""

    def __init__(self, configured: Queues) -> None:
        self.configured = configured
        self._now = all_queues(configured)
        self._listeners: list[Callable[[], None]] = []

    def __getitem__(self, queue: str) -> QueueSettings:
        return self._now[queue]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)

    @property
    def before_changes(self) -> Queues:
        """As they would be without the database."""
        return {**DEFAULT_QUEUES, **self.configured}

    def merged(self, kept: Queues) -> Queues:
        """All queues with those `kept` in the database over them. Raises ValueError where they don't fit together."""
        return all_queues({**self.configured, **kept})

    def put(self, kept: Queues, holidays: Iterable[Holiday] = ()) -> bool:
        """From now on these are `kept`, under these `holidays`; true when that changes anything.

        Raises ValueError, then nothing changed.
        """
        days = tuple(holidays)
        wanted = {
            name: queue.model_copy(update={"hours": with_holidays(queue.hours, days)})
            for name, queue in self.merged(kept).items()
        }
        if wanted == self._now:
            return False
        self._now = wanted
        for listener in self._listeners:
            listener()
        return True

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Be told after every change."""
        self._listeners.append(listener)
