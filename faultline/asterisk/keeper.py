"""Keeps the Asterisk that `faultline run` started up: one that died is started again at once (R12).

Its calls are lost with it, but the next caller is answered. A site whose own supervisor keeps Asterisk runs
the service with `--keep-asterisk` and without this.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from faultline.asterisk.process import Asterisk
from faultline.asterisk.trouble import AsteriskError

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5


@contextlib.asynccontextmanager
async def kept_up(asterisk: Asterisk) -> AsyncIterator[None]:
    """While the context is open, Asterisk is started again whenever its process is gone."""
    keeping = asyncio.create_task(_keep(asterisk))
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def _keep(asterisk: Asterisk) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if asterisk.pid() is not None:
            continue
        log.critical("Asterisk is gone and is started again")
        try:
            await asyncio.to_thread(asterisk.start)
        except AsteriskError as trouble:
            log.critical("Asterisk could not be started again", extra={"reason": str(trouble)})
