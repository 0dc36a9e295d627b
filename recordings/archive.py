"""The archive at work: every recording in the spool is filed soon after its call, whatever was interrupted (K12).

The live floor hands each conversation over when it has ended. A file of which it knows nothing, because the service
was down or failed, is adopted by itself. What can't be filed stays in the spool, is tried again and again, and is
listed within a minute.
"""

import asyncio
import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from desk.database.database import Database
from desk.errors import DeskUnavailable
from recordings.completeness import Finding, FindingKind
from recordings.conversation import Conversation
from recordings.file_name import FileName
from recordings.filing import Filing
from recordings.findings import add, add_unrecorded, open_by_kind, unrecorded
from recordings.hand_over import HandOver
from recordings.spool import Spool, SpoolFile
from recordings.vault import Vault

log = logging.getLogger(__name__)

FIRST_RETRY_SECONDS = 1.0
LAST_RETRY_SECONDS = 30.0
FIRST_LOOK_BACK = timedelta(days=1)
"""How far back the first comparison of calls with recordings goes: the service may have been down."""
LOOK_BACK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon what is done, in seconds. The defaults list whatever is wrong within a minute of a call's end."""

    look: float = 1.0
    """Between two looks at the spool."""
    missing: float = 10.0
    """A conversation without a file waits so long for it."""
    orphan: float = 30.0
    """A finished file that nobody has handed over."""
    waiting: float = 45.0
    """Not filed after so long: listed."""
    unrecorded: float = 45.0
    """A call with an agent and without a recording, after its end."""
    audit: float = 10.0
    """Between two comparisons of calls with recordings."""


@dataclass(slots=True)
class _Trouble:
    """A file that could not be filed."""

    not_before: float
    delay: float


@dataclass(frozen=True, slots=True)
class _Filed:
    """What has been filed, and may go when the database has it on its disk."""

    seen: SpoolFile | None
    told: Conversation | None


class Archive:
    """One node's archive. `take` conversations, `run` it; `is_up` tells whether Asterisk still has a call."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        *,
        spool: Path,
        handed_over: Path,
        node: str,
        retention: timedelta,
        is_up: Callable[[str], bool] = lambda _: False,
        pace: Pace | None = None,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._vault = vault
        self._node = node
        self._is_up = is_up
        self._pace = pace or Pace()
        self._wall = wall
        self._now = now
        self._filing = Filing(database, vault, node, retention, wall)
        self._hand_over = HandOver(handed_over)
        self._told: dict[str, Conversation] = {}
        self._since: dict[str, float] = {}
        self._troubles: dict[str, _Trouble] = {}
        self._filed: dict[str, _Filed] = {}
        self._listed: set[str] = set()
        self._look_back = FIRST_LOOK_BACK
        self._cleaned = False
        self._news = asyncio.Event()
        self._writing = asyncio.Lock()
        self.spool = Spool(spool, now)
        self.archived = 0
        """Recordings filed by this process."""
        self.failed = 0
        """Attempts that failed."""
        self.waiting = 0
        """Recordings in the spool, those under way included."""
        self.open_findings: dict[str, int] = {}
        """By kind, of all nodes, as last counted."""

    async def take(self, conversation: Conversation) -> None:
        """A conversation has ended. It is filed soon, also when this process is killed the moment this returns.

        The same one again changes nothing; with more known (a report's number), it completes the row. Raises
        ValueError for another node's, or a name that the dialplan does not make.
        """
        if FileName.parse(conversation.file) is None or conversation.node != self._node:
            raise ValueError("not a recording of this node")
        rounded = conversation.rounded()
        async with self._writing:
            self._remember(rounded)
            try:
                await self._filing.thread(self._hand_over.keep, rounded)
            except OSError:
                log.exception("A conversation can't be written down", extra={"call": conversation.call})
        self._news.set()

    async def run(self) -> None:
        """File recordings until cancelled."""
        audited = float("-inf")
        try:
            while True:
                self._news.clear()
                await self._guarded(self.look)
                if self._now() - audited >= self._pace.audit:
                    await self._guarded(self.audit)
                    audited = self._now()
                await self._rest()
        finally:
            self._filing.close()

    async def look(self) -> int:
        """File everything that can be filed now; how many. One process at a time does. Raises OSError."""
        with self._alone() as alone:
            if not alone:
                return 0
            if not self._cleaned:
                await self._filing.thread(self._vault.clean)
                self._cleaned = True
            for conversation in await self._filing.thread(self._hand_over.load):
                if conversation.file not in self._told:
                    self._remember(conversation)
            files = await self._filing.thread(self.spool.look)
            self.waiting = len(files)
            self._note_finished(files)
            due = [name for name in files.keys() | self._told.keys() if self._is_due(name, files.get(name))]
            done = await asyncio.gather(*(self._file(name, files.get(name)) for name in sorted(due)))
            await self._finish()
            await self._list_late(files)
        return sum(done)

    async def audit(self) -> None:
        """Compare ended calls with recordings, and count what is wrong. Raises DeskUnavailable."""
        until = self._wall() - timedelta(seconds=self._pace.unrecorded)
        async with self._database.reading() as connection:
            calls = await connection.run_sync(unrecorded, self._node, until - self._look_back, until)
            self.open_findings = await connection.run_sync(open_by_kind)
        if calls:
            log.error(
                "Calls with an agent have no recording", extra={"node": self._node, "count": len(calls)}
            )
            await self._database.write(partial(add_unrecorded, node=self._node, calls=calls, at=self._wall()))
        self._look_back = LOOK_BACK

    def _remember(self, conversation: Conversation) -> None:
        if self._told.get(conversation.file) != conversation:
            self._told[conversation.file] = conversation
            self._since.setdefault(conversation.file, self._now())
            self._troubles.pop(conversation.file, None)

    def _is_due(self, name: str, seen: SpoolFile | None) -> bool:
        now = self._now()
        trouble, filed = self._troubles.get(name), self._filed.get(name)
        if filed is not None and filed.told is self._told.get(name):
            return False
        if trouble is not None and now < trouble.not_before:
            return False
        if seen is None:
            return now - self._since[name] >= self._pace.missing
        if name in self._told:
            return seen.finished
        return seen.finished and seen.still >= self._pace.orphan and not self._is_up(seen.name.call)

    def _note_finished(self, files: dict[str, SpoolFile]) -> None:
        """From when on each finished file waits."""
        for text, seen in files.items():
            if seen.finished and not self._is_up(seen.name.call):
                self._since.setdefault(text, self._now() - seen.still)

    async def _file(self, text: str, seen: SpoolFile | None) -> bool:
        name, told = FileName.parse(text), self._told.get(text)
        assert name is not None  # noqa: S101 - checked where names come in
        try:
            await self._filing.file(name, seen, told)
        except Exception as error:  # whatever it is, the next recording may fare better
            self._put_off(name, error)
            return False
        self._filed[text] = _Filed(seen, told)
        self._troubles.pop(text, None)
        log.info("Recording archived", extra={"call": name.call, "bytes": seen.size if seen else 0})
        self.archived += 1
        return True

    async def _finish(self) -> None:
        """Forget what is filed, once the database has it on its disk. Raises DeskUnavailable, OSError."""
        if not self._filed or not await self._database.settle():
            return
        for text, filed in list(self._filed.items()):
            if filed.seen is None or await self._filing.remove(filed.seen):
                await self._forget(text, filed)
            del self._filed[text]

    async def _forget(self, text: str, filed: _Filed) -> None:
        async with self._writing:
            if self._told.get(text) is filed.told:  # nothing more was told meanwhile
                self._told.pop(text, None)
                self._since.pop(text, None)
                await self._filing.thread(self._hand_over.forget, text)
        self._listed.discard(text)

    def _put_off(self, name: FileName, error: Exception) -> None:
        self.failed += 1
        before = self._troubles.get(name.text)
        delay = min(LAST_RETRY_SECONDS, before.delay * 2) if before else FIRST_RETRY_SECONDS
        self._troubles[name.text] = _Trouble(self._now() + delay, delay)
        trace = None if isinstance(error, DeskUnavailable | OSError) else error
        log.error(
            "A recording can't be filed yet",
            extra={"call": name.call, "error": type(error).__name__},
            exc_info=trace,
        )

    async def _list_late(self, files: dict[str, SpoolFile]) -> None:
        """What should have been filed by now goes onto the list."""
        now = self._now()
        self._since = {name: at for name, at in self._since.items() if name in files or name in self._told}
        late = [name for name, at in self._since.items() if now - at >= self._pace.waiting]
        for text in set(late) - self._listed:
            name = FileName.parse(text)
            assert name is not None  # noqa: S101 - checked where names come in
            await self._database.write(partial(self._list, name))
            self._listed.add(text)

    def _list(self, name: FileName, connection: Connection) -> None:
        waiting = Finding(FindingKind.WAITING)
        add(connection, self._node, name.text, name.call, waiting, self._wall())

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether no other process of this node files just now."""
        self.spool.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        lock = os.open(self.spool.folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield _locked(lock)
        finally:
            os.close(lock)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self._pace.look):
                await self._news.wait()
        except TimeoutError:
            pass

    async def _guarded(self, work: Callable[[], object]) -> None:
        try:
            await work()  # type: ignore[misc]
        except DeskUnavailable:
            log.warning("The database does not answer: recordings wait in the spool")
        except Exception:  # a full disk or a folder gone: the next look may fare better
            log.exception("Recordings could not be looked at", extra={"node": self._node})


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
