"""Writes the call records: follows the link to Asterisk, folds what it says, hands each fact on once.

A hang-up becomes a call's end when Asterisk, asked about the channel, no longer has it (R6, S1). Calls that
the store holds open but Asterisk does not have, after a restart of either side, are closed as lost (R7, R12).
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime
from typing import Protocol

from panoramisk.message import Message
from prometheus_client import CollectorRegistry, Counter

from cti.ami.errors import AmiError
from cti.ami.link import AmiLink, Snapshot
from cti.call_facts import CallFact, CallHungUp
from cti.calls import Calls
from desk.errors import DeskUnavailable

log = logging.getLogger(__name__)

GONE_AFTER = (0.0, 0.2, 1.0, 3.0)
"""Seconds to wait before each question whether a hung-up channel is really gone."""
STORE_WITHIN = 3.0
"""Seconds for the store's answer; the stream waits meanwhile, bounded by the link's inbox."""
LOOK_AGAIN = 5.0
"""Seconds between two looks at what the store holds open: a store that was away, or that learns of a dead
process' calls only later, has the last word on what was left behind (R7, R10)."""
LOST_AFTER = 2.0
"""Seconds between the snapshot that lacks a call and closing it: its hang-up may still be on the way."""


class CallRecords(Protocol):
    """Where the facts go. Nothing here waits for a database, except asking which calls are open."""

    def take(self, fact: CallFact) -> None:
        """Keep a fact about a call."""

    def lost(self, call: str, at: datetime) -> None:
        """The call ended unseen; `at` is when that was noticed."""

    async def open_calls(self) -> Iterable[str]:
        """The calls of this Asterisk that the store holds open."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class CallWatch:
    """Run `run()` as a task beside the link's own."""

    def __init__(
        self,
        link: AmiLink,
        records: CallRecords,
        registry: CollectorRegistry,
        *,
        trunks: Iterable[str] = ("trunk",),
        now: Callable[[], datetime] = _utc_now,
        lost_after: float = LOST_AFTER,
        look_again: float = LOOK_AGAIN,
    ) -> None:
        self.link = link
        self.records = records
        self.calls = Calls(trunks)
        self.now = now
        self.lost_after = lost_after
        self.look_again = look_again
        self._checks: set[asyncio.Task[None]] = set()
        self._checking: set[str] = set()
        self._store_asked = False
        self._turn = asyncio.Semaphore(20)
        self._untrue = Counter(
            "faultline_untrue_hangups", "Hang-ups of channels that Asterisk still has (S1)", registry=registry
        )
        self._lost = Counter("faultline_lost_calls", "Calls whose end was not seen", registry=registry)

    async def run(self) -> None:
        """Follow the link until cancelled."""
        reconciling = asyncio.create_task(self._reconcile())
        try:
            async for item in self.link.feed():
                if isinstance(item, Snapshot):
                    await self._settle(item)
                else:
                    self._follow(item)
        finally:
            reconciling.cancel()
            for check in self._checks:
                check.cancel()

    def _follow(self, event: Message) -> None:
        for fact in self.calls.apply(event, self.now(), round(time.monotonic(), 3)):
            if isinstance(fact, CallHungUp):
                self._check(fact.call, self._confirm(fact))
            else:
                self.records.take(fact)

    async def _settle(self, snapshot: Snapshot) -> None:
        for fact in self.calls.adopt(snapshot.channels, self.now()):
            self.records.take(fact)
        there = {channel.uniqueid for channel in snapshot.channels}
        noticed = self.now()
        for call in {*self.calls.open, *await self._left_open()} - there:
            self._check(call, self._missing(call, noticed))

    async def _left_open(self) -> Iterable[str]:
        """What an earlier run left open, asked once; a store that is away is asked at the next snapshot."""
        if self._store_asked:
            return ()
        left = await self._open_in_store()
        if left is None:
            log.warning("calls left open by an earlier run are not known yet")
            return ()
        self._store_asked = True
        return left

    async def _open_in_store(self) -> set[str] | None:
        try:
            async with asyncio.timeout(STORE_WITHIN):
                return set(await self.records.open_calls())
        except (TimeoutError, DeskUnavailable):
            return None

    async def _reconcile(self) -> None:
        """Close what the store holds open in two looks running and nobody here knows of."""
        before: set[str] = set()
        while True:
            await asyncio.sleep(self.look_again)
            left = (await self._open_in_store() or set()) - self.calls.open.keys()
            for call in left & before:
                self._check(call, self._missing(call, self.now()))
            before = left

    def _check(self, call: str, check: Coroutine[None, None, None]) -> None:
        """Look into one call beside the stream; one look at a time."""
        if call in self._checking:
            check.close()
            return
        self._checking.add(call)
        task = asyncio.create_task(check)
        self._checks.add(task)
        task.add_done_callback(lambda done: self._checked(call, done))

    def _checked(self, call: str, done: asyncio.Task[None]) -> None:
        self._checks.discard(done)
        self._checking.discard(call)
        if not done.cancelled() and (error := done.exception()) is not None:
            log.error("a call's end could not be settled", extra={"call": call}, exc_info=error)

    async def _confirm(self, end: CallHungUp) -> None:
        """End the call once Asterisk does not have it; without Asterisk's word the next snapshot decides."""
        for pause in GONE_AFTER:
            await asyncio.sleep(pause)
            try:
                if await self._gone(end.call):
                    self.calls.close(end.call)
                    self.records.take(end)
                    return
            except AmiError:
                return
        self._untrue.inc()
        log.warning("a hang-up was not true", extra={"call": end.call})
        self.calls.reopen(end.call)

    async def _missing(self, call: str, noticed: datetime) -> None:
        """A call that a snapshot lacks: closed with its hang-up if one was seen, else as lost."""
        await asyncio.sleep(self.lost_after)
        try:
            if not await self._gone(call):
                return
        except AmiError:
            return
        known = self.calls.open.get(call)
        self.calls.close(call)
        if known is not None and known.hung_up is not None:
            self.records.take(known.hung_up)
        else:
            self._lost.inc()
            log.warning("a call ended unseen", extra={"call": call})
            self.records.lost(call, noticed)

    async def _gone(self, call: str) -> bool:
        async with self._turn:
            return not await self.link.exists(call)
