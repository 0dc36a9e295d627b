"""Revisions forwards and backwards with data, on SQLite and PostgreSQL (issue: the database, run at start)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from desk.database import schema
from desk.database.database import Database
from desk.errors import SchemaMismatch
from desk.models import Base

pytestmark = pytest.mark.real

REVISIONS = [found.revision for found in ScriptDirectory("desk/migrations").walk_revisions("base", "heads")][
    ::-1
]
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
WORDS = {"language": "zh", "verdict": "ok", "status": "open"}


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    """An empty database."""
    database = Database(empty_database_url)
    yield database
    await database.close()


def _row(table: Any) -> dict[str, Any]:
    """One row of a table with every column filled."""
    samples: dict[str, Any] = {
        "VARCHAR": "12", "TEXT": "文字", "BOOLEAN": True, "INTEGER": 1, "BIGINT": 1, "DOUBLE": 1.5, "JSON": {"a": 1},
    }  # fmt: skip
    row = {}
    for column in table.columns:
        kind = str(column.type).split("(")[0]
        row[column.name] = WORDS.get(column.name) or (
            AT if kind == "DATETIME" else samples[kind.split(" ")[0]]
        )
    return row


async def _tables(database: Database) -> set[str]:
    async with database.reading() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    return set(names) - {"alembic_version"}


async def _fill(database: Database) -> dict[str, list[dict[str, Any]]]:
    """A row in every table that is there; what they hold afterwards."""
    present = await _tables(database)
    tables = [table for table in Base.metadata.sorted_tables if table.name in present]
    async with database.writing() as connection:
        for table in tables:
            if not (await connection.execute(table.select())).first():
                await connection.execute(table.insert().values(_row(table)))
    return await _contents(database, [table.name for table in tables])


async def _contents(database: Database, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    async with database.reading() as connection:
        return {
            name: [
                dict(row)
                for row in (await connection.execute(Base.metadata.tables[name].select())).mappings()
            ]
            for name in names
        }


async def test_forwards_and_backwards_with_data(database: Database) -> None:
    """What a revision knows is kept by every step that keeps its table."""
    held: dict[str, list[dict[str, Any]]] = {}
    for revision in REVISIONS:
        await schema.upgrade(database, revision)
        assert await _contents(database, list(held)) == held
        held = await _fill(database)
    assert await _tables(database) == set(Base.metadata.tables)
    assert all(held.values())
    for revision in [*REVISIONS[-2::-1], "base"]:
        await schema.downgrade(database, revision)
        left = await _tables(database)
        assert left < held.keys()
        held = {name: held[name] for name in held if name in left}
        assert await _contents(database, list(held)) == held
    assert await schema.current(database) is None
    await schema.upgrade(database)
    assert await _tables(database) == set(Base.metadata.tables)


async def test_the_newest_revision_is_what_the_models_say(database: Database) -> None:
    await schema.upgrade(database)
    assert await schema.current(database) == schema.head() == REVISIONS[-1]
    assert await schema.differences(database) == []


async def test_a_difference_is_named(database: Database) -> None:
    await schema.upgrade(database)
    async with database.writing() as connection:
        await connection.execute(text("ALTER TABLE visits ADD COLUMN note TEXT"))
        await connection.execute(text("DROP TABLE number_series"))
    found = await schema.differences(database)
    assert any("number_series" in line for line in found)
    assert any("visits" in line and "note" in line for line in found)


async def test_several_services_start_at_once(empty_database_url: str) -> None:
    databases = [Database(empty_database_url) for _ in range(4)]
    await asyncio.gather(*(schema.upgrade(database) for database in databases))
    assert await schema.differences(databases[0]) == []
    for database in databases:
        await database.close()


async def test_a_database_of_a_later_version_is_refused(database: Database) -> None:
    await schema.upgrade(database)
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaMismatch):
        await schema.upgrade(database)


async def test_a_migration_that_fails_leaves_nothing(database: Database) -> None:
    """One transaction on both databases."""
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE report_events (something TEXT)"))
    with pytest.raises(Exception, match="report_events"):
        await schema.upgrade(database)
    assert await _tables(database) == {"report_events"}
    assert await schema.current(database) is None
