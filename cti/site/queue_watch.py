"""Every process has the queues and holidays of the desktop, within seconds of a change and without a restart (H15)."""

import asyncio
import logging

from sqlalchemy import Connection

from cti.errors import Unavailable
from cti.people.people import People
from cti.routing.holidays import Holidays
from cti.routing.queues import Queues
from cti.routing.site_queues import SiteQueues
from cti.site.kept_holidays import holidays_version, kept_calendar
from cti.site.kept_queues import kept_queues, queues_state

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0


class QueueWatch:
    """Run `run()` as a task. A database that is away changes nothing."""

    def __init__(self, people: People, queues: SiteQueues, *, look_every: float = LOOK_SECONDS) -> None:
        self._people = people
        self._queues = queues
        self._look_every = look_every
        self._seen: tuple[int, int] | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except Unavailable:
                log.debug("The queues could not be looked at")
            await asyncio.sleep(self._look_every)

    async def look(self) -> bool:
        """One look; true when the queues are others now. Raises Unavailable."""
        state, kept, holidays = await self._people.store.read(_look)
        if state == self._seen:
            return False
        self._seen = state
        try:
            changed = self._queues.put(kept, holidays)
        except ValueError as trouble:
            log.error("The queues in the database do not fit the file's", extra={"reason": str(trouble)})
            return False
        if changed:
            log.info("The queues are as the desktop has them", extra={"queues": len(self._queues)})
        return changed


def _look(connection: Connection) -> tuple[tuple[int, int], Queues, Holidays]:
    state = queues_state(connection), holidays_version(connection)
    return state, kept_queues(connection), kept_calendar(connection).holidays
