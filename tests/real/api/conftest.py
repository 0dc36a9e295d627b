"""A site of its own for each test, once on SQLite and once on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desk.database import schema
from desk.database.database import Database
from tests.real.api.site import Site


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database without rows."""
    database = Database(database_url)
    await schema.upgrade(database)
    yield database
    await database.close()


@pytest.fixture
async def site(database: Database) -> AsyncIterator[Site]:
    """People and app on that database."""
    site = Site(database)
    yield site
    site.close()


@pytest.fixture
async def small_site(tmp_path: Path) -> AsyncIterator[Site]:
    """A site on SQLite alone, for what does not depend on the database."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'small.sqlite3'}")
    await schema.upgrade(database)
    site = Site(database)
    yield site
    site.close()
    await database.close()
