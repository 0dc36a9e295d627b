"""What all tests share: a PostgreSQL a worker, started when first asked for, a database a test, and no clock.

Hypothesis would fail an example that takes long, which on a busy machine says nothing.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import make_url

from desk.database import schema
from desk.database.database import Database
from tests.postgres import Postgres

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The worker's PostgreSQL."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """Name of a PostgreSQL database at the newest revision, without rows, to copy."""

    async def migrate() -> None:
        database = Database(url)
        await schema.upgrade(database)
        await database.close()

    url = postgres.new_database()
    asyncio.run(migrate())
    return str(make_url(url).database)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a new database without rows, once on SQLite and once on PostgreSQL (where its tables are there)."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'faultline.sqlite3'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database(request.getfixturevalue("migrated"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a new, empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.sqlite3'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()
