"""The database behind one door: engines for SQLite and PostgreSQL, and a deadline on what a call reads.

R10: a database that is slow, locked, full or absent shows as DeskUnavailable within a known time, never as a
hanging call. SQLite has one writer: what writes begins with BEGIN IMMEDIATE, because a transaction that reads
first and then writes fails on a lock without waiting, whatever `busy_timeout` says.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from asyncpg import InterfaceError, PostgresError
from sqlalchemy import Connection, Row, Select, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from desk.database.sqlite_threads import LOCK_SECONDS, SqliteThreads, begin, prepare
from desk.errors import DeskUnavailable

CONNECT_SECONDS = 3.0
COMMAND_SECONDS = 10.0
"""PostgreSQL: limit of one statement, on both sides of the wire."""
POOL_SIZE = 5
POOL_OVERFLOW = 10

Rows = Sequence[Row[Any]]
T = TypeVar("T")

UNAVAILABLE = (DBAPIError, PoolTimeout, PostgresError, InterfaceError, OSError, TimeoutError)
"""What a slow or absent database raises, by whichever layer notices first."""

_SINGLE = {"desk_begin": None}
_READS = {"desk_begin": "BEGIN"}


class Database:
    """One database. Use `reading`, `writing` or `within`; `engine` is for migrations and bulk work."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._files = SqliteThreads(url) if self.is_sqlite else None
        self._stuck: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One write transaction, committed at the end. Raises DeskUnavailable."""
        with_lock = self.engine.begin()
        async with _unavailable_when_down(), with_lock as connection:
            yield connection

    async def write(self, work: Callable[[Connection], T], seconds: float | None = None) -> T:
        """Do the whole work in one write transaction, in few hops. Raises DeskUnavailable.

        With `seconds` nobody waits longer; what is late then may still be committed, as a whole.
        """
        return await (self._write(work) if seconds is None else self._within(seconds, self._write(work)))

    async def read(self, work: Callable[[Connection], T], seconds: float) -> T:
        """Do work that only reads, of several statements, within a deadline. Raises DeskUnavailable."""
        return await self._within(seconds, self._read(work))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        async with _unavailable_when_down():
            if self._files is not None:
                return await self._files.write(work)
            async with self.engine.begin() as connection:
                return await connection.run_sync(work)

    async def _read(self, work: Callable[[Connection], T]) -> T:
        async with _unavailable_when_down():
            if self._files is not None:
                return await self._files.read(work)
            async with self.engine.execution_options(**_READS).connect() as connection:
                return await connection.run_sync(work)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view for several statements that only read. Raises DeskUnavailable."""
        async with _unavailable_when_down(), self.engine.execution_options(**_READS).connect() as connection:
            yield connection

    async def fetch(self, seconds: float, statement: Select[Any], values: Mapping[str, Any]) -> Rows:
        """Rows of one reading statement, within a deadline. Raises DeskUnavailable."""
        return await self._within(seconds, self._fetch(statement, values))

    async def _within(self, seconds: float, work: Coroutine[Any, Any, T]) -> T:
        """Give up after so many seconds.

        Giving a connection up can itself wait for a database that no longer answers, so what is late is left
        behind to end by its own limits; the pools bound how much of that there can be.
        """
        task: asyncio.Task[T] = asyncio.create_task(work)
        try:
            done, _ = await asyncio.wait({task}, timeout=seconds)
        except asyncio.CancelledError:
            self._leave(task)
            raise
        if not done:
            self._leave(task)
            raise DeskUnavailable("deadline")
        return task.result()

    async def _fetch(self, statement: Select[Any], values: Mapping[str, Any]) -> Rows:
        async with _unavailable_when_down():
            if self._files is not None:
                return await self._files.fetch(statement, values)
            async with self.engine.execution_options(**_SINGLE).connect() as connection:
                rows: Rows = (await connection.execute(statement, values)).all()
                return rows

    def _leave(self, task: asyncio.Task[Any]) -> None:
        task.cancel()
        self._stuck.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._stuck.discard(task)
        if not task.cancelled():
            task.exception()

    async def settle(self) -> bool:
        """Make everything committed so far survive a power cut; false: not possible just now.

        SQLite with synchronous=NORMAL syncs at a checkpoint only; PostgreSQL does at each commit.
        """
        if not self.is_sqlite:
            return True
        async with _unavailable_when_down(), self.engine.execution_options(**_SINGLE).connect() as connection:
            busy: int = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(FULL)")).scalar_one()
        return busy == 0

    async def close(self) -> None:
        """Close all connections; those that do not answer are dropped."""
        if self._stuck:
            await asyncio.wait(self._stuck, timeout=CONNECT_SECONDS)
        if self._files is not None:
            await self._files.close()
        await self.engine.dispose()


@asynccontextmanager
async def _unavailable_when_down() -> AsyncIterator[None]:
    try:
        yield
    except UNAVAILABLE as error:
        if refuses_data(error):
            raise
        raise DeskUnavailable(_reason(error)) from error


def _reason(error: BaseException) -> str:
    """The database's own words, first line only: details may hold what a caller entered."""
    words = str(getattr(error, "orig", None) or error).strip().splitlines()
    return words[0] if words else type(error).__name__


def refuses_data(error: BaseException) -> bool:
    """Whether the database is well and refuses just this data (SQLSTATE classes 22 and 23, integrity)."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, SQLAlchemyError) and not isinstance(error, PoolTimeout)
    state = str(getattr(error.orig, "sqlstate", "") or "")
    return state[:2] in {"22", "23"} or type(error).__name__ in {"IntegrityError", "DataError"}


def _engine(url: str) -> AsyncEngine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, parsed.database)
    return create_async_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=CONNECT_SECONDS,
        pool_recycle=1800,
        connect_args={
            "timeout": CONNECT_SECONDS,
            "command_timeout": COMMAND_SECONDS,
            "server_settings": {
                "application_name": "faultline",
                "timezone": "UTC",
                "statement_timeout": str(int(COMMAND_SECONDS * 1000)),
                "idle_in_transaction_session_timeout": str(int(COMMAND_SECONDS * 3000)),
            },
        },
    )


def _sqlite(url: str, path: str | None) -> AsyncEngine:
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=CONNECT_SECONDS,
        connect_args={"timeout": LOCK_SECONDS},
    )
    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", begin)
    return engine
