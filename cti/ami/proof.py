"""Proof that events arrive: an event of our own is asked for and has to come back on the same session (R8).

A session whose actions are answered may be deaf all the same; nothing in the manager's protocol tells. The mark is
new each time, so that no caller can know it (S1).
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable

from panoramisk.message import Message

from cti.ami.actions import AmiAction, Ping, UserEvent
from cti.ami.errors import NoEvents, Refused
from cti.ami.vetting import kind_of

log = logging.getLogger(__name__)

MARKER = "FaultlineMarker"
"""Name of the user event; nobody else sends it."""


class EventProof:
    """One session's. `act` sends an action and gives its answer; `within`: seconds for answer and event together."""

    def __init__(self, act: Callable[[AmiAction], Awaitable[Message]], within: float) -> None:
        self._act = act
        self._within = within
        self._mark = ""
        self._came = asyncio.Event()
        self._refused = False

    async def ask(self) -> None:
        """Have the event come back. Raises AmiError, NoEvents among it."""
        deadline = asyncio.get_running_loop().time() + self._within
        self._mark = secrets.token_hex(8)
        self._came.clear()
        try:
            await self._act(UserEvent(MARKER, self._mark))
        except Refused:
            await self._without()
            return
        try:
            async with asyncio.timeout_at(deadline):
                await self._came.wait()
        except TimeoutError:
            if not self._came.is_set():
                raise NoEvents(f"none of our own within {self._within:g} s") from None

    def take(self, event: Message) -> bool:
        """Whether the event is a marker, and so nobody else's business."""
        if kind_of(event) != f"UserEvent {MARKER}":
            return False
        if event.mark == self._mark:
            self._came.set()
        return True

    async def _without(self) -> None:
        """An Asterisk with an older manager.conf: a sign of life has to do. Raises AmiError."""
        if not self._refused:
            log.warning(
                "Asterisk refuses the marker: whether events arrive is not known until its next start"
            )
        self._refused = True
        await self._act(Ping())
