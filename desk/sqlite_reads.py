"""Short reads of SQLite on threads of their own: one hop a look-up instead of one per step of a connection.

WAL lets them read while somebody writes, so only a broken or blocked file makes them wait.
"""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Row, Select, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

THREADS = 4
BLOCKED_SECONDS = 1.0
"""How long a read waits for a file that is locked exclusively; shorter than any caller's deadline."""


class SqliteReads:
    """A few threads with a connection each."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(
            make_url(url).set(drivername="sqlite+pysqlite"),
            pool_size=THREADS,
            max_overflow=0,
            isolation_level="AUTOCOMMIT",
            connect_args={"timeout": BLOCKED_SECONDS},
        )
        event.listen(self._engine, "connect", _read_only)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sqlite-read")

    async def fetch(self, statement: Select[Any], values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        """All rows of one statement."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._rows, statement, values)

    def close(self) -> None:
        """Close all connections; a read that is still blocked ends by its own limit."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()

    def _rows(self, statement: Select[Any], values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(statement, values).all()


def _read_only(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA query_only=ON")
