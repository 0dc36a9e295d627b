"""The site's own queues get their section in Asterisk's parachute by themselves (R7, H15): at the start, and within
seconds of a change in the desktop. While the database is away the sections stay as they are.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from cti.errors import Unavailable
from cti.people.people import People
from cti.routing.queues import Queues
from cti.routing.site_queues import SiteQueues
from cti.site.queue_watch import LOOK_SECONDS, QueueWatch
from faultline.asterisk.process import Asterisk
from faultline.asterisk.trouble import AsteriskError

log = logging.getLogger(__name__)


class QueueSections:
    """Looks after the queues of one Asterisk. `configured`: those of the file."""

    def __init__(self, asterisk: Asterisk, people: People, configured: Queues) -> None:
        self._asterisk = asterisk
        self._queues = SiteQueues(configured)
        self._watch = QueueWatch(people, self._queues)
        self._in_force: Queues | None = None

    async def look(self) -> bool:
        """One look; true when Asterisk got other queues. Raises Unavailable, AsteriskError, OSError."""
        await self._watch.look()
        wanted = dict(self._queues)
        if wanted == self._in_force:
            return False
        changed = await asyncio.to_thread(self._asterisk.apply_site_queues, wanted)
        self._in_force = wanted
        return changed


@contextlib.asynccontextmanager
async def queues_followed(asterisk: Asterisk, people: People, configured: Queues) -> AsyncIterator[None]:
    """While the context is open, Asterisk's queues follow the site's."""
    watching = asyncio.create_task(_watch(QueueSections(asterisk, people, configured)))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _watch(sections: QueueSections) -> None:
    while True:
        try:
            if await sections.look():
                log.info("Asterisk has the site's queues")
        except Unavailable:
            log.debug("The queues could not be looked at")
        except (AsteriskError, OSError) as trouble:
            log.warning("Asterisk's queues could not be changed", extra={"reason": str(trouble)})
        await asyncio.sleep(LOOK_SECONDS)
