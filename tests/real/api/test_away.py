"""The database is away: the API says so within seconds and never hangs, and goes on when it is back (R10)."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from desk.database import schema
from desk.database.database import Database
from tests.postgres import Postgres
from tests.real.api.site import Site

pytestmark = pytest.mark.real

LIMIT = 40.0
"""Seconds for all of it; a hanging request never ends."""
ASKED = [
    ("GET", "/api/session", None),
    ("GET", "/api/users", None),
    ("GET", "/api/audit", None),
    ("POST", "/api/live/ticket", None),
    ("POST", "/api/session", {"login": "admin", "password": "words that only tests use"}),
    ("POST", "/api/users", {"login": "sample", "display_name": "Sample", "roles": ["field"]}),
]


async def test_a_frozen_postgresql_is_503_and_no_more(postgres: Postgres, migrated: str) -> None:
    database = Database(postgres.new_database(migrated))
    site = Site(database)
    admin = await site.signed_in(await site.user("administrator", login="admin"))
    with postgres.frozen():
        async with asyncio.timeout(LIMIT):
            answers = await asyncio.gather(*(admin.request(m, path, json=body) for m, path, body in ASKED))
    assert [answer.status_code for answer in answers] == [503] * len(ASKED)
    assert {answer.json()["detail"] for answer in answers} == {"the database does not answer"}
    assert (await admin.get("/api/users")).status_code == 200
    site.close()
    await database.close()


async def test_a_locked_sqlite_can_be_read_and_not_written(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'faultline.sqlite3'}")
    await schema.upgrade(database)
    site = Site(database)
    admin = await site.signed_in(await site.user("administrator", login="admin"))
    with sqlite3.connect(tmp_path / "faultline.sqlite3", isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(LIMIT):
            answers = await asyncio.gather(*(admin.request(m, path, json=body) for m, path, body in ASKED))
        holder.execute("ROLLBACK")
    holder.close()
    assert [answer.status_code for answer in answers] == [200, 200, 200, 503, 503, 503]
    assert (await admin.post("/api/live/ticket")).status_code == 201
    site.close()
    await database.close()
