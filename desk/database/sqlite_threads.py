"""SQLite on threads of its own: a whole look-up or a whole write transaction is one hop.

WAL lets the readers read while somebody writes, so only a broken or blocked file makes them wait. There
is one writer, and what writes begins with BEGIN IMMEDIATE: a transaction that reads first and then writes
fails on a lock without waiting, whatever the busy time-out says (R10).
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, Select, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")

READERS = 4
BLOCKED_SECONDS = 1.0
"""How long a read waits for a file that is locked exclusively; shorter than any caller's deadline."""
LOCK_SECONDS = 5.0
"""How long a writer waits for the write lock before it gives up (and tries again later)."""


class SqliteThreads:
    """A few threads that read and one that writes, with a connection each."""

    def __init__(self, url: str) -> None:
        self._reads = _engine(url, READERS, BLOCKED_SECONDS, isolation_level="AUTOCOMMIT")
        event.listen(self._reads, "connect", _read_only)
        self._writes = _engine(url, 1, LOCK_SECONDS)
        event.listen(self._writes, "connect", prepare)
        event.listen(self._writes, "begin", begin)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="sqlite-write")

    async def fetch(self, statement: Select[Any], values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        """All rows of one statement."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._rows, statement, values)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Several statements that read, on one connection; each sees what was committed when it began."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._reading, work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """One write transaction. A caller who gives up does not undo it: it commits or fails as a whole."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._transaction, work)

    async def close(self) -> None:
        """Close all connections; a write is waited for, a read so long that a blocked one ends by its own limit.

        What is in use while its pool is disposed of would stay open, and locked for others.
        """
        self._readers.shutdown(wait=False, cancel_futures=True)
        reads = asyncio.create_task(asyncio.to_thread(self._readers.shutdown))
        await asyncio.wait([reads], timeout=2 * BLOCKED_SECONDS)
        await asyncio.to_thread(self._writer.shutdown)
        self._reads.dispose()
        self._writes.dispose()

    def _rows(self, statement: Select[Any], values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        with self._reads.connect() as connection:
            return connection.execute(statement, values).all()

    def _reading(self, work: Callable[[Connection], T]) -> T:
        with self._reads.connect() as connection:
            return work(connection)

    def _transaction(self, work: Callable[[Connection], T]) -> T:
        with self._writes.begin() as connection:
            return work(connection)


def prepare(connection: Any, _: ConnectionPoolEntry) -> None:
    """What every connection that may write is set to; transactions begin where `begin` says."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection: Connection) -> None:
    """Take the write lock, unless the option `desk_begin` says otherwise (None: no transaction at all)."""
    statement = connection.get_execution_options().get("desk_begin", "BEGIN IMMEDIATE")
    if statement is not None:
        connection.exec_driver_sql(statement)


def _engine(url: str, size: int, timeout: float, **options: Any) -> Engine:
    return create_engine(
        make_url(url).set(drivername="sqlite+pysqlite"),
        pool_size=size,
        max_overflow=0,
        connect_args={"timeout": timeout, "check_same_thread": False},
        **options,
    )


def _read_only(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA query_only=ON")
