"""What former processes of this node left: journals are carried over, open visits closed (F1.14, R10).

A process that was killed leaves its journal and an unlocked lock file. Whoever finds them applies the facts,
then closes each visit without an end as lost, by a fact of its own journal, and only then removes the files.
"""

import logging

from sqlalchemy import select

from desk.database.database import Database
from desk.errors import DeskUnavailable
from desk.journal.fact import Kind
from desk.journal.files import Reader
from desk.journal.journal import Journal
from desk.models import VisitRow
from desk.repeated import Repeated
from desk.store.writer import BATCH_FACTS, Writer

log = logging.getLogger(__name__)

LOOK_SECONDS = 10.0
"""How often to look for processes of this node that have died meanwhile."""


class FormerBoots:
    """Adopts what dead processes of this node left. `start` after the writer's, `close` before."""

    def __init__(self, database: Database, journal: Journal, writer: Writer) -> None:
        self._database = database
        self._journal = journal
        self._writer = writer
        self._looking = Repeated(self._look, LOOK_SECONDS)

    def start(self) -> None:
        """Look now, and again every few seconds."""
        self._looking.start()

    async def close(self) -> None:
        """Finish the look under way, and stop."""
        await self._looking.close()

    async def adopt(self) -> None:
        """Adopt everything that dead processes of this node left. Raises DeskUnavailable."""
        left = set(self._journal.folder.boots(self._journal.node)) | await self._boots_with_open_visits()
        for boot in sorted(left - {self._journal.boot}):
            with self._journal.folder.locked(self._journal.node, boot) as ours:
                if ours:
                    await self._adopt(boot)

    async def _look(self) -> None:
        try:
            await self.adopt()
        except DeskUnavailable:
            log.info("Former journals wait for the database", extra={"node": self._journal.node})
        except Exception:  # the next look may fare better; what is left stays where it is
            log.exception("Former journals could not be adopted", extra={"node": self._journal.node})

    async def _adopt(self, boot: str) -> None:
        facts = await self._carry(boot)
        lost = await self._lose_open_visits(boot)
        if await self._database.settle():
            self._journal.folder.remove(self._journal.node, boot)
        if facts or lost:
            extra = {"node": self._journal.node, "boot": boot, "facts": facts, "visits_lost": lost}
            log.warning("Adopted the journal of a process that is gone", extra=extra)

    async def _carry(self, boot: str) -> int:
        reader = Reader(self._journal.folder, self._journal.node, boot)
        count = 0
        while facts := reader.read(BATCH_FACTS):
            await self._writer.carry(facts)
            count += len(facts)
        return count

    async def _lose_open_visits(self, boot: str) -> int:
        visits = await self._open_visits(boot)
        sequence = 0
        for key, call in visits:
            sequence = self._journal.append(Kind.VISIT_LOST, call, visit=key)
        await self._journal.durable(sequence)
        return len(visits)

    async def _open_visits(self, boot: str) -> list[tuple[str, str]]:
        wanted = select(VisitRow.key, VisitRow.call).where(
            VisitRow.node == self._journal.node, VisitRow.boot == boot, VisitRow.ended_at.is_(None)
        )
        async with self._database.reading() as connection:
            return [(row.key, row.call) for row in await connection.execute(wanted)]

    async def _boots_with_open_visits(self) -> set[str]:
        wanted = select(VisitRow.boot).where(VisitRow.node == self._journal.node, VisitRow.ended_at.is_(None))
        async with self._database.reading() as connection:
            return set((await connection.execute(wanted.distinct())).scalars())
