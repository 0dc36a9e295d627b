"""Carries changed knobs of the dialplan over to the queues (F2.1), soon after `dialplan reload`.

A look at the files' times costs nothing; Asterisk is asked only after they changed, until it has read them.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from faultline.asterisk.knobs import QueueKnobs, globals_in, globals_shown
from faultline.asterisk.process import Asterisk
from faultline.asterisk.trouble import AsteriskError

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


class KnobWatch:
    """Looks after the knobs of one Asterisk."""

    def __init__(self, asterisk: Asterisk) -> None:
        self._asterisk = asterisk
        self._in_force: tuple[int, ...] = ()

    def look(self) -> bool:
        """One look; true when the queues got new values. Raises AsteriskError, OSError."""
        times = self._times()
        if times == self._in_force:
            return False
        shown = globals_shown(self._asterisk.rx("dialplan show globals").splitlines())
        wanted = globals_in(self._asterisk.places.etc)
        if QueueKnobs.of(shown) == QueueKnobs.of(wanted):
            self._in_force = times
        return self._asterisk.apply_knobs(shown)

    def _times(self) -> tuple[int, ...]:
        places = self._asterisk.places
        files = [places.etc / "extensions.conf", *sorted(places.site.glob("*.conf"))]
        return tuple(file.stat().st_mtime_ns for file in files)


@contextlib.asynccontextmanager
async def knobs_followed(asterisk: Asterisk) -> AsyncIterator[None]:
    """While the context is open, the queues follow the dialplan's knobs."""
    watching = asyncio.create_task(_watch(KnobWatch(asterisk)))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _watch(knobs: KnobWatch) -> None:
    while True:
        try:
            if await asyncio.to_thread(knobs.look):
                log.info("The queues follow changed knobs")
        except (AsteriskError, OSError) as trouble:
            log.debug("The knobs could not be looked at", extra={"reason": str(trouble)})
        await asyncio.sleep(LOOK_SECONDS)
