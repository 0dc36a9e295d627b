"""One connection for much data: the drivers' own bulk ways, without the limits that calls need.

SQLite takes rows by executemany, PostgreSQL by COPY. Transactions are begun by hand, and the connection is
thrown away afterwards, so nothing of it (temporary tables, long time-outs) reaches a call.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiosqlite
from sqlalchemy import Dialect, Table
from sqlalchemy.schema import ExecutableDDLElement
from sqlalchemy.sql.elements import ClauseElement

from desk.database.database import UNAVAILABLE, Database
from desk.errors import DeskUnavailable
from desk.imports.sheet import Row

BULK_SECONDS = 3600.0
"""Limit of one bulk statement on PostgreSQL."""
LOCK_MILLISECONDS = 60_000
"""How long an import waits for SQLite's one write lock."""

Statement = ClauseElement | ExecutableDDLElement


class Bulk(ABC):
    """What an import needs of a connection. Statements carry no parameters from outside: only columns'
    names."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    @abstractmethod
    async def prepare(self) -> None:
        """Lift the limits that calls need."""

    @abstractmethod
    async def begin(self, writes: Table | None = None) -> None:
        """Begin a transaction; with `writes`, keep other writers of that table out until its end."""

    @abstractmethod
    async def run(self, statement: Statement) -> int:
        """Run a statement; the number of rows it changed."""

    @abstractmethod
    async def fetch(self, statement: Statement) -> list[Sequence[Any]]:
        """All rows of a query."""

    @abstractmethod
    async def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Append rows, values in the order of the table's columns."""

    @abstractmethod
    async def commit(self) -> None:
        """Make the transaction stand."""

    def sql(self, statement: Statement) -> str:
        """The statement as text for this database."""
        return str(statement.compile(dialect=self._dialect, compile_kwargs={"literal_binds": True}))

    def bound(self, table: Table, rows: Iterable[Row]) -> Iterable[Row]:
        """The rows' values in the form that the driver stores for each column's type."""
        binders = [
            column.type.dialect_impl(self._dialect).bind_processor(self._dialect) for column in table.c
        ]
        if not any(binders):
            return rows
        return (tuple(map(_bind, binders, row)) for row in rows)


def _bind(binder: Callable[[Any], Any] | None, value: object) -> object:
    return value if binder is None else binder(value)


class SqliteBulk(Bulk):
    """Bulk over aiosqlite."""

    def __init__(self, driver: aiosqlite.Connection, dialect: Dialect) -> None:
        super().__init__(dialect)
        self._driver = driver

    async def prepare(self) -> None:
        await self._driver.execute(f"PRAGMA busy_timeout={LOCK_MILLISECONDS}")

    async def begin(self, writes: Table | None = None) -> None:
        await self._driver.execute("BEGIN" if writes is None else "BEGIN IMMEDIATE")

    async def run(self, statement: Statement) -> int:
        async with self._driver.execute(self.sql(statement)) as cursor:
            return cursor.rowcount

    async def fetch(self, statement: Statement) -> list[Sequence[Any]]:
        return list(await self._driver.execute_fetchall(self.sql(statement)))

    async def add(self, table: Table, rows: Sequence[Row]) -> None:
        places = table.insert().compile(dialect=self._dialect)
        await self._driver.executemany(str(places), self.bound(table, rows))

    async def commit(self) -> None:
        await self._driver.execute("COMMIT")


class PostgresBulk(Bulk):
    """Bulk over asyncpg (which has no types)."""

    def __init__(self, driver: Any, dialect: Dialect) -> None:
        super().__init__(dialect)
        self._driver = driver

    async def prepare(self) -> None:
        await self._driver.execute("SET statement_timeout = 0")
        await self._driver.execute("SET idle_in_transaction_session_timeout = 0")

    async def begin(self, writes: Table | None = None) -> None:
        await self._driver.execute("BEGIN")
        if writes is not None:
            await self._driver.execute(
                f"LOCK TABLE {writes.name} IN SHARE ROW EXCLUSIVE MODE", timeout=BULK_SECONDS
            )

    async def run(self, statement: Statement) -> int:
        status: str = await self._driver.execute(self.sql(statement), timeout=BULK_SECONDS)
        last = status.rsplit(" ", 1)[-1]
        return int(last) if last.isdigit() else 0

    async def fetch(self, statement: Statement) -> list[Sequence[Any]]:
        return list(await self._driver.fetch(self.sql(statement), timeout=BULK_SECONDS))

    async def add(self, table: Table, rows: Sequence[Row]) -> None:
        await self._driver.copy_records_to_table(
            table.name,
            records=self.bound(table, rows),
            columns=list(table.c.keys()),
            timeout=BULK_SECONDS,
        )

    async def commit(self) -> None:
        await self._driver.execute("COMMIT")


@asynccontextmanager
async def bulk(database: Database) -> AsyncIterator[Bulk]:
    """A connection of the database for bulk work; what was not committed is undone. Raises
    DeskUnavailable."""
    engine = database.engine.execution_options(desk_begin=None)
    dialect = engine.dialect
    try:
        async with engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            work = SqliteBulk(driver, dialect) if database.is_sqlite else PostgresBulk(driver, dialect)
            try:
                await work.prepare()
                yield work
            finally:
                await connection.invalidate()
    except (*UNAVAILABLE, sqlite3.Error) as error:
        raise DeskUnavailable(type(error).__name__) from error
