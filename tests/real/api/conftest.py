"""A site of its own for each test, once on SQLite and once on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from desk.database import schema
from desk.database.database import Database
from tests.real.api.report_house import House, opened_house
from tests.real.api.site import Site, whole_site


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


@pytest.fixture
def site_by_loop(
    database_url: str,
) -> Iterator[tuple[asyncio.Runner, Site, httpx.AsyncClient]]:
    """A loop to run things on, a site, and an administrator's browser: for tests that make up their own input."""
    with asyncio.Runner() as runner:
        database = Database(database_url)
        runner.run(schema.upgrade(database))
        site = Site(database)
        user = runner.run(site.user("administrator", login="admin"))
        yield runner, site, runner.run(site.signed_in(user))
        site.close()
        runner.run(database.close())


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Site]:
    """The service's API with the routers of every room."""
    async with whole_site(tmp_path) as site:
        yield site


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A desk with its API, once on SQLite and once on PostgreSQL."""
    async with opened_house(database_url, tmp_path) as house:
        yield house


@pytest.fixture
async def small_house(tmp_path: Path) -> AsyncIterator[House]:
    """The same on SQLite alone."""
    async with opened_house(f"sqlite+aiosqlite:///{tmp_path / 'small.sqlite3'}", tmp_path) as house:
        yield house
