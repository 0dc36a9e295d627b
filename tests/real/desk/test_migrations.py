"""Revisions forwards and backwards with data, on SQLite and PostgreSQL (issue: the database, run at start)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select, text

from desk.database import schema
from desk.database.database import Database
from desk.errors import SchemaMismatch
from desk.models import Base

pytestmark = pytest.mark.real

REVISIONS = [found.revision for found in ScriptDirectory("desk/migrations").walk_revisions("base", "heads")][
    ::-1
]
Held = dict[str, list[dict[str, Any]]]
"""The rows of each table."""
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
WORDS = {"language": "zh", "verdict": "ok", "status": "open"}


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    """An empty database."""
    database = Database(empty_database_url)
    yield database
    await database.close()


def _row(table: Any, columns: set[str]) -> dict[str, Any]:
    """One row of a table with each of these columns filled."""
    samples: dict[str, Any] = {
        "VARCHAR": "12", "TEXT": "文字", "BOOLEAN": True, "INTEGER": 1, "BIGINT": 1, "DOUBLE": 1.5, "JSON": {"a": 1},
    }  # fmt: skip
    row = {}
    for column in (column for column in table.columns if column.name in columns):
        kind = str(column.type).split("(")[0]
        row[column.name] = WORDS.get(column.name) or (
            AT if kind == "DATETIME" else samples[kind.split(" ")[0]]
        )
    return row


async def _columns(database: Database) -> dict[str, set[str]]:
    """The columns of each table that is there."""

    def look(connection: Connection) -> dict[str, set[str]]:
        found = inspect(connection)
        names = set(found.get_table_names()) - {"alembic_version"}
        return {name: {column["name"] for column in found.get_columns(name)} for name in names}

    async with database.reading() as connection:
        return await connection.run_sync(look)


async def _fill(database: Database) -> Held:
    """A row in every table that is there; what they hold afterwards."""
    present = await _columns(database)
    async with database.writing() as connection:
        for table in (table for table in Base.metadata.sorted_tables if table.name in present):
            rows = await connection.execute(select(func.count()).select_from(table))
            if not rows.scalar():
                await connection.execute(table.insert().values(_row(table, present[table.name])))
    return await _contents(database, present)


async def _contents(database: Database, columns: dict[str, set[str]]) -> Held:
    async with database.reading() as connection:
        return {
            name: [
                dict(row)
                for row in (
                    await connection.execute(
                        select(*(Base.metadata.tables[name].c[column] for column in sorted(wanted)))
                    )
                ).mappings()
            ]
            for name, wanted in columns.items()
        }


async def test_forwards_and_backwards_with_data(database: Database) -> None:
    """What a revision knows is kept by every step that keeps its place."""
    held: Held = {}
    known: dict[str, set[str]] = {}
    steps: list[dict[str, set[str]]] = []
    for revision in REVISIONS:
        await schema.upgrade(database, revision)
        assert await _contents(database, known) == held
        held = await _fill(database)
        known = await _columns(database)
        steps.append(known)
    assert known == {name: {*table.columns.keys()} for name, table in Base.metadata.tables.items()}
    assert all(held.values())
    for revision, before in zip([*REVISIONS[-2::-1], "base"], [*steps[-2::-1], {}], strict=True):
        await schema.downgrade(database, revision)
        assert await _columns(database) == before
        held = {
            name: [{column: row[column] for column in row if column in before[name]} for row in held[name]]
            for name in before
        }
        assert await _contents(database, before) == held
    assert await schema.current(database) is None
    await schema.upgrade(database)
    assert await _columns(database) == known


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
    assert await _columns(database) == {"report_events": {"something"}}
    assert await schema.current(database) is None
