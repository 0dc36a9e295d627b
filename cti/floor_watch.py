"""The live floor's one owner: what Asterisk says, what people do and what our clocks say goes the same way.

Every event is appended to the log, folded, written into the call records and told to whoever subscribed, in one
order (design decision 4). The floor begins as the log had it and is compared with Asterisk at every connect (R7).
"""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from panoramisk.message import Message
from prometheus_client import CollectorRegistry, Counter

from cti.ami.link import AmiLink, Snapshot
from cti.call_facts import CallFact, CallLost
from cti.call_page.telephone import ENDPOINT as CALL_PAGE
from cti.event_log.log import EventLog
from cti.event_log.reading import restored
from cti.floor.apply import apply
from cti.floor.changes import Change
from cti.floor.events import FloorEvent, LegEnded, ServiceStarted
from cti.floor.figures import Figures
from cti.floor.legs import carried
from cti.floor.standing import STANDS_EVERY, standings
from cti.floor.state import Floor
from cti.leg_ends import LegEnds
from cti.reading.discrepancies import Discrepancy
from cti.reading.read import Reading
from cti.reading.snapshot import missing
from cti.record_facts import facts_of
from cti.resync import Resync
from desk.errors import DeskUnavailable

log = logging.getLogger(__name__)

STORE_WITHIN = 3.0
"""Seconds for the store's answer to which calls it holds open."""
LOOK_AGAIN = 5.0
"""Seconds between two looks at what the store holds open: a store that was away, or that learns of a dead
process' calls only later, has the last word on what was left behind (R7, R10)."""
LOST_AFTER = 2.0
"""Seconds between a snapshot that lacks a leg and closing it: its hang-up may still be on the way."""
LOST_AT_START = 0.2
"""The same on a new connection, whose stream cannot bring an end that was before (R7: right within 2 s)."""
CHECKPOINT_EVERY = 60.0
CHECKPOINT_EVENTS = 10_000
"""What a start folds at most: well under a second."""

Listener = Callable[[FloorEvent, Sequence[Change]], None]


class CallRecords(Protocol):
    """Where the facts of calls go. Nothing here waits for a database, except asking which calls are open."""

    def take(self, fact: CallFact) -> None:
        """Keep a fact about a call."""

    async def open_calls(self) -> Iterable[str]:
        """The calls of this node that the store holds open."""


class FloorWatch:
    """Run `run()` as a task beside the link's own; `aclose` writes the log's end. Use from one event loop only."""

    def __init__(
        self,
        link: AmiLink,
        event_log: EventLog,
        records: CallRecords,
        registry: CollectorRegistry,
        *,
        floor: Floor | None = None,
        trunks: Iterable[str] = ("trunk", CALL_PAGE),
        clock: Callable[[], float] = time.time,
        lost_after: float = LOST_AFTER,
        look_again: float = LOOK_AGAIN,
    ) -> None:
        self.link, self.log, self.records = link, event_log, records
        self.floor = floor if floor is not None else Floor(node=event_log.node)
        self.figures = Figures()
        """Since this start of the service."""
        self.lost_after, self.look_again = lost_after, look_again
        self._clock = clock
        self._reading = Reading(trunks)
        self._ends = LegEnds(link, self._ended, registry)
        self._resync = Resync(link, self.floor, self.act, self.now, self._reading.trunks, registry)
        self._listeners: list[Listener] = []
        self._to_tell: deque[tuple[FloorEvent, Sequence[Change]]] = deque()
        self._telling = False
        self._store_asked = False
        self._lost = Counter("faultline_lost_calls", "Calls whose end was not seen", registry=registry)
        self._events = Counter("faultline_floor_events", "Events folded into the floor", registry=registry)
        self._odd = Counter("faultline_floor_odd", "Events that did not fit the floor", registry=registry)
        at, mono = self.now()
        self.act(ServiceStarted(at=at, mono=mono, boot=event_log.boot, machine=machine_start()))
        self._stand()

    @classmethod
    def open(
        cls, link: AmiLink, folder: Path, node: str, records: CallRecords, registry: CollectorRegistry
    ) -> "FloorWatch":
        """The floor as the log below `folder` (DATA/floor-log) has it. Blocks while the log is read."""
        floor = restored(folder, node)
        return cls(link, EventLog(folder, node), records, registry, floor=floor)

    @property
    def discrepancies(self) -> Sequence[Discrepancy]:
        """Where the floor and Asterisk differed, both versions, oldest first."""
        return tuple(self._resync.discrepancies)

    def now(self) -> tuple[float, float]:
        """Seconds since 1970 UTC, and seconds of the clock that never steps."""
        return self._clock(), time.monotonic()

    def act(self, event: FloorEvent) -> Sequence[Change]:
        """Log and fold an event at once; subscribers are told in the order of events. Never raises."""
        self.log.append(event)
        odd = self.floor.odd
        changes = apply(self.floor, event)
        self._events.inc()
        self._odd.inc(self.floor.odd - odd)
        self.figures.note(event, changes)
        for fact in facts_of(event, changes, self.floor):
            self._record(fact)
        self._to_tell.append((event, changes))
        self._tell()
        return changes

    def subscribe(self, listener: Listener) -> None:
        """Have every event from now on told with what it changed; a listener returns at once."""
        self._listeners.append(listener)

    def hand_aside(self, kind: str, taker: Callable[[Message], None]) -> None:
        """Give the link's messages of this kind, which are no events of the floor, to `taker`, which never raises."""
        self._reading.hand_aside(kind, taker)

    async def run(self) -> None:
        """Follow the link until cancelled."""
        parts = (self._reconcile(), self._checkpoints(), self._tell_standings())
        beside = [asyncio.create_task(part) for part in parts]
        try:
            async for item in self.link.feed():
                if isinstance(item, Snapshot):
                    await self._settle(item)
                else:
                    self._follow(item)
        finally:
            for task in beside:
                task.cancel()
            self._ends.cancel()

    async def aclose(self) -> None:
        """Keep the floor as it is for the next start, and write the log to its end."""
        self.log.checkpoint(self.floor)
        await asyncio.to_thread(self.log.close)

    def _follow(self, message: Message) -> None:
        for event in self._reading.read(message, *self.now()):
            if isinstance(event, LegEnded) and carried(self.floor, event.leg) is not None:
                self._ends.hung_up(event)
            else:
                self.act(event)

    async def _settle(self, snapshot: Snapshot) -> None:
        await self._resync.take(snapshot)
        after = min(self.lost_after, LOST_AT_START) if snapshot.cause == "connected" else self.lost_after
        there = {channel.uniqueid for channel in snapshot.channels}
        self._ends.missing(missing(self.floor, there), self._unseen, after)
        self._ends.missing(set(await self._left_open()) - there, self._left_behind, after)

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

    def _ended(self, end: LegEnded) -> None:
        if end.leg in self.floor.legs or end.leg in self.floor.calls:
            self.act(end)

    def _unseen(self, leg: str) -> None:
        """A leg of the floor is gone, and nobody heard of it."""
        known, call = self.floor.legs.get(leg), self.floor.calls.get(leg)
        if call is not None and carried(self.floor, leg) is None:
            call = None  # an agent placed it, and lost the telephone: it goes on
        if known is None and call is None:
            return
        at, mono = self.now()
        what, had = ("leg", "up") if call is None else ("call", call.stage.value)
        self._resync.note(Discrepancy(at=at, what=what, id=leg, floor=had, asterisk=""))
        linkedid = known.linkedid if known is not None else ""
        self.act(LegEnded(at=at, mono=mono, linkedid=linkedid, leg=leg, seen=False))

    def _left_behind(self, call: str) -> None:
        """The store holds a call open that neither Asterisk nor the floor has; one that just ended is not meant."""
        if call in self.floor.calls:
            self._unseen(call)
        elif call not in self.floor.ended:
            self._record(CallLost(call, datetime.fromtimestamp(self._clock(), UTC)))

    async def _reconcile(self) -> None:
        """Close what the store holds open in two looks running and nobody here knows of."""
        before: set[str] = set()
        while True:
            await asyncio.sleep(self.look_again)
            left = (await self._open_in_store() or set()) - self.floor.calls.keys()
            self._ends.missing(left & before, self._left_behind, 0.0)
            before = left

    async def _open_in_store(self) -> set[str] | None:
        with contextlib.suppress(TimeoutError, DeskUnavailable):
            async with asyncio.timeout(STORE_WITHIN):
                return set(await self.records.open_calls())
        return None

    def _stand(self) -> None:
        """Tell the log how each agent stands, for whoever folds it from here on."""
        for told in standings(self.floor, *self.now()):
            self.act(told)

    async def _tell_standings(self) -> None:
        while True:
            await asyncio.sleep(STANDS_EVERY)
            self._stand()

    async def _checkpoints(self) -> None:
        kept, when = self.log.last, time.monotonic()
        while True:
            await asyncio.sleep(1.0)
            new, age = self.log.last - kept, time.monotonic() - when
            if new >= CHECKPOINT_EVENTS or (new and age >= CHECKPOINT_EVERY):
                self.log.checkpoint(self.floor)
                kept, when = self.log.last, time.monotonic()

    def _record(self, fact: CallFact) -> None:
        if isinstance(fact, CallLost):
            self._lost.inc()
            log.warning("a call ended unseen", extra={"call": fact.call})
        self.records.take(fact)

    def _tell(self) -> None:
        """An event of a listener's own, while others are being told, is told to all after the one before."""
        if self._telling:
            return
        self._telling = True
        try:
            while self._to_tell:
                event, changes = self._to_tell.popleft()
                for listener in self._listeners:
                    _call(listener, event, changes)
        finally:
            self._telling = False


def _call(listener: Listener, event: FloorEvent, changes: Sequence[Change]) -> None:
    try:
        listener(event, changes)
    except Exception:  # one part's fault must not stop the floor, nor the others
        log.exception("A listener of the floor failed", extra={"kind": type(event).__name__})


def machine_start() -> str:
    """A name of the machine's present start; empty where the system does not give one."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""
