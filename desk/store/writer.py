"""The replaying writer: carries the journal into the database, exactly once, whenever that is there (R10).

Facts gather for a moment so that one transaction covers many calls; whoever waits for a fact hurries it.
While the database is down the writer tries again with growing pauses. A fact that the database refuses
for good is put aside and does not hold up the rest.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential, wait_random

from desk.database.database import Database
from desk.errors import DeskUnavailable
from desk.journal.fact import Fact
from desk.journal.journal import Journal
from desk.store.store import Numbers, Store

log = logging.getLogger(__name__)

BATCH_FACTS = 500
GATHER_SECONDS = 1.0
"""How long facts gather when nobody waits for them."""
FIRST_RETRY_SECONDS = 0.2
LAST_RETRY_SECONDS = 5.0


class Writer:
    """Applies the journal of this process. `start` after creation, `close` at the end."""

    def __init__(
        self, database: Database, journal: Journal, store: Store, prepare: Callable[[], Awaitable[None]]
    ):
        self._database = database
        self._journal = journal
        self._store = store
        self._prepare = prepare
        self._hurry = asyncio.Event()
        self._applied = 0
        self._batch: Sequence[Fact] = ()
        self._waited_for: set[int] = set()
        self._numbers: Numbers = {}
        self._moved = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self.behind = False
        """The database is down and facts wait. Shown by health checks."""
        self.put_aside = 0
        """Facts that the database refused."""

    @property
    def applied(self) -> int:
        """Sequence of the last fact of this boot that is in the database."""
        return self._applied

    def start(self) -> None:
        """Begin to carry facts over."""
        self._task = asyncio.create_task(self._run())

    async def stored(self, sequence: int) -> str | None:
        """Wait until this fact is in the database; the number of the report that it stored, if it did."""
        self._hurry.set()
        self._waited_for.add(sequence)
        try:
            async with self._moved:
                await self._moved.wait_for(lambda: self._applied >= sequence)
                return self._numbers.pop(sequence, None)
        finally:
            self._waited_for.discard(sequence)

    async def close(self, *, seconds: float) -> bool:
        """Carry the rest over within a deadline, and stop. True: everything is in the database."""
        last = self._journal.last
        try:
            async with asyncio.timeout(seconds):
                await self.stored(last)
        except TimeoutError:
            log.warning("Facts stay in the journal for the next start", extra={"node": self._journal.node})
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        return self._applied >= self._journal.last

    async def _run(self) -> None:
        while True:
            try:
                await self._until_up(self._prepare)
                while True:
                    await self._journal.appended.wait()
                    await self._gather()
                    self._journal.appended.clear()
                    await self._carry_all()
            except Exception:  # the writer goes on, whatever happens: facts are kept until they are applied
                log.exception("The writer was interrupted", extra={"node": self._journal.node})
            await asyncio.sleep(LAST_RETRY_SECONDS)

    async def _carry_all(self) -> None:
        while True:
            self._batch = self._batch or self._journal.read(BATCH_FACTS)
            if not self._batch:
                return
            await self._until_up(self._carry_batch)
            self._batch = ()

    async def _gather(self) -> None:
        try:
            async with asyncio.timeout(GATHER_SECONDS):
                await self._hurry.wait()
        except TimeoutError:
            return
        self._hurry.clear()

    async def _carry_batch(self) -> None:
        numbers = await self.carry(self._batch)
        last = self._batch[-1].sequence
        if self._journal.has_complete_part(last) and await self._database.settle():
            self._journal.remove_complete_parts(last)
        self._journal.applied(last)
        async with self._moved:
            self._numbers |= {at: number for at, number in numbers.items() if at in self._waited_for}
            self._applied = last
            self._moved.notify_all()

    async def carry(self, facts: Sequence[Fact]) -> Numbers:
        """Apply facts of one boot together, or if one is refused, one by one. Raises DeskUnavailable."""
        try:
            return await self._apply(facts)
        except DeskUnavailable:
            raise
        except Exception:  # a fact that cannot be applied must not hold up the rest
            log.exception("Facts refused, trying one by one", extra={"facts": len(facts)})
        numbers: Numbers = {}
        for fact in facts:
            numbers |= await self._apply_or_put_aside(fact)
        return numbers

    async def _apply(self, facts: Sequence[Fact]) -> Numbers:
        return await self._database.write(lambda connection: self._store.apply(connection, facts))

    async def _apply_or_put_aside(self, fact: Fact) -> Numbers:
        try:
            return await self._apply([fact])
        except DeskUnavailable:
            raise
        except Exception:  # the same, for the one fact that it is
            log.exception("Fact put aside", extra={"call": fact.call, "kind": fact.kind, "boot": fact.boot})
        self.put_aside += 1
        self._journal.folder.put_aside(fact)
        await self._database.write(lambda connection: self._store.pass_over(connection, fact))
        return {}

    async def _until_up(self, work: Callable[[], Awaitable[None]]) -> None:
        async for attempt in AsyncRetrying(
            retry=retry_if_exception_type((DeskUnavailable, OSError)),
            wait=wait_exponential(FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS)
            + wait_random(0, FIRST_RETRY_SECONDS),
            before_sleep=self._note_down,
        ):
            with attempt:
                await work()
        if self.behind:
            log.warning("The database is back", extra={"node": self._journal.node})
        self.behind = False

    def _note_down(self, attempt: RetryCallState) -> None:
        if not self.behind:
            error = attempt.outcome.exception() if attempt.outcome else None
            log.error("The database is down, facts stay in the journal", extra={"error": repr(error)})
        self.behind = True
