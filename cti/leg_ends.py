"""The end of a call is believed when Asterisk, asked about the channel, no longer has it (R6, S1).

A hang-up that was heard of waits for Asterisk's word; legs that a snapshot lacks are asked about one by one, since
a hostile name may hide a channel from the list (S1). Calls that only the store knows are closed as lost.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable

from prometheus_client import CollectorRegistry, Counter

from cti.ami.errors import AmiError
from cti.ami.link import AmiLink
from cti.floor.events import LegEnded

log = logging.getLogger(__name__)

GONE_AFTER = (0.0, 0.2, 1.0, 3.0)
"""Seconds to wait before each question whether a hung-up channel is really gone."""
AT_ONCE = 20
"""Questions under way to Asterisk at a time."""


class LegEnds:
    """Looks into ends beside the stream. `ended` takes an end that is certain."""

    def __init__(self, link: AmiLink, ended: Callable[[LegEnded], None], registry: CollectorRegistry) -> None:
        self.link = link
        self.heard: dict[str, LegEnded] = {}
        """Hang-ups that are not certain yet."""
        self._ended = ended
        self._checks: set[asyncio.Task[None]] = set()
        self._checking: set[str] = set()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._untrue = Counter(
            "faultline_untrue_hangups", "Hang-ups of channels that Asterisk still has (S1)", registry=registry
        )

    def cancel(self) -> None:
        """Give up whatever is being looked into."""
        for check in self._checks:
            check.cancel()

    def hung_up(self, end: LegEnded) -> None:
        """Asterisk's stream says that a caller's channel is gone."""
        if end.leg not in self.heard:
            self.heard[end.leg] = end
            self._check(end.leg, self._confirm(end))

    def missing(self, legs: Iterable[str], unseen: Callable[[str], None], after: float) -> None:
        """A snapshot lacks these legs. `unseen` takes one whose end nobody heard of; `after`: seconds."""
        for leg in legs:
            self._check(leg, self._look_for(leg, unseen, after))

    def _check(self, leg: str, check: Coroutine[None, None, None]) -> None:
        """Look into one leg; one look at a time."""
        if leg in self._checking:
            check.close()
            return
        self._checking.add(leg)
        task = asyncio.create_task(check)
        self._checks.add(task)
        task.add_done_callback(lambda done: self._checked(leg, done))

    def _checked(self, leg: str, done: asyncio.Task[None]) -> None:
        self._checks.discard(done)
        self._checking.discard(leg)
        if not done.cancelled() and (error := done.exception()) is not None:
            log.error("a leg's end could not be settled", extra={"leg": leg}, exc_info=error)

    async def _confirm(self, end: LegEnded) -> None:
        """End the leg once Asterisk does not have it; without Asterisk's word the next snapshot decides."""
        for pause in GONE_AFTER:
            await asyncio.sleep(pause)
            try:
                if await self._gone(end.leg):
                    self._end(end)
                    return
            except AmiError:
                return
        self._untrue.inc()
        log.warning("a hang-up was not true", extra={"call": end.leg})
        self.heard.pop(end.leg, None)

    async def _look_for(self, leg: str, unseen: Callable[[str], None], after: float) -> None:
        await asyncio.sleep(after)
        try:
            if not await self._gone(leg):
                return
        except AmiError:
            return
        if (end := self.heard.get(leg)) is not None:
            self._end(end)
        else:
            unseen(leg)

    def _end(self, end: LegEnded) -> None:
        self.heard.pop(end.leg, None)
        self._ended(end)

    async def _gone(self, leg: str) -> bool:
        async with self._turn:
            return not await self.link.exists(leg)
