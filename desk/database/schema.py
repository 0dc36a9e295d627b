"""The database's revision: bring it forwards at start, backwards on request, and say where it stands.

One service at a time migrates: on PostgreSQL by an advisory lock, on SQLite by its one write lock. A
migration is one transaction on both, so that a failed one leaves nothing behind.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_random

from desk.database.database import Database
from desk.errors import DeskUnavailable, SchemaMismatch
from desk.models import Base

_FOLDER = Path(__file__).parent.parent / "migrations"
_LOCK_ID = 0x6661756C74
"""Any number that nobody else uses for an advisory lock in this database."""
LOCKED_SECONDS = 20.0
"""How long a migration waits for SQLite's write lock, which another service that starts may hold for its own."""


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database forwards. Raises SchemaMismatch, DeskUnavailable."""
    await _migrate(database, lambda config: command.upgrade(config, revision))


async def downgrade(database: Database, revision: str) -> None:
    """Bring the database backwards (`base`: to nothing). Raises SchemaMismatch, DeskUnavailable."""
    await _migrate(database, lambda config: command.downgrade(config, revision))


async def current(database: Database) -> str | None:
    """The revision that the database stands at; None: an empty database. Raises DeskUnavailable."""
    async with database.reading() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


def head() -> str:
    """The revision that this version of the programme wants."""
    found = ScriptDirectory(str(_FOLDER)).get_current_head()
    if found is None:
        raise SchemaMismatch("no revisions in the package")
    return found


async def differences(database: Database) -> list[str]:
    """Where the database's tables differ from the models; empty: nowhere. Raises DeskUnavailable."""

    def compare(sync: Connection) -> list[str]:
        context = MigrationContext.configure(sync, opts={"compare_type": True})
        return [_in_words(found) for found in compare_metadata(context, Base.metadata)]

    async with database.reading() as connection:
        return await connection.run_sync(compare)


def _in_words(found: Any) -> str:
    """One difference as Alembic reports it, e.g. `remove_column visits.note`."""
    operation, *what = found[0] if isinstance(found, list) else found
    names = [str(getattr(part, "name", part)) for part in what if part is not None]
    return f"{operation} {'.'.join(names)}"


async def _migrate(database: Database, work: Callable[[Config], Any]) -> None:
    def run(sync: Connection) -> None:
        if sync.dialect.name == "postgresql":
            sync.execute(text("SET LOCAL statement_timeout = 0"))
            sync.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK_ID})
        config = Config()
        config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
        config.attributes["connection"] = sync
        work(config)

    patient = AsyncRetrying(
        retry=retry_if_exception_type(DeskUnavailable),
        stop=stop_after_delay(LOCKED_SECONDS if database.is_sqlite else 0),
        wait=wait_random(0.05, 0.3),
        reraise=True,
    )
    try:
        async for attempt in patient:
            with attempt:
                async with database.writing() as connection:
                    await connection.run_sync(run)
    except CommandError as error:
        raise SchemaMismatch(str(error)) from error
