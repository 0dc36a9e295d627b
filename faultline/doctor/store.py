"""The database and the journal before it: reachable, at the right revision, nothing waiting (R10)."""

import asyncio
from collections.abc import Iterator

from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from desk.database import schema
from desk.database.database import Database
from desk.errors import DeskUnavailable
from desk.journal.files import ASIDE
from faultline.doctor.finding import Finding, fail, ok, warn
from faultline.settings import Settings

DATABASE_SECONDS = 5.0
BACKLOG = 50_000_000
"""Bytes of journal past which someone should look: about 150,000 facts."""


def check_database(settings: Settings) -> Iterator[Finding]:
    """Reachable, and its revision the one that this version wants."""
    if settings.database_url is None and not (settings.folder / "faultline.sqlite3").is_file():
        yield warn("database", "not made yet", "`faultline run` makes it at its first start")
        return
    try:
        yield _revision(asyncio.run(_current(settings.store_url)))
    except (ArgumentError, NoSuchModuleError, ImportError) as trouble:
        says = f"FAULTLINE_DATABASE_URL can't be used ({type(trouble).__name__})"
        yield fail(
            "database", says, "write it as postgresql+asyncpg://user:password@host/name, or leave it out"
        )
    except (DeskUnavailable, TimeoutError, OSError) as trouble:
        says = f"not reachable ({trouble or 'no answer'})"
        yield fail(
            "database", says, "start the database, and compare FAULTLINE_DATABASE_URL with its address"
        )


async def _current(url: str) -> str | None:
    database = Database(url)
    try:
        return await asyncio.wait_for(schema.current(database), DATABASE_SECONDS)
    finally:
        await database.close()


def _revision(current: str | None) -> Finding:
    if current == schema.head():
        return ok("database", f"reachable, revision {current}")
    if current is None:
        return warn(
            "database", "reachable and empty", "`faultline db upgrade` makes the tables, `run` does too"
        )
    says = f"revision {current}, this version wants {schema.head()}"
    return fail(
        "database", says, "`faultline db upgrade`, or install the version that the database belongs to"
    )


def check_journal(settings: Settings) -> Iterator[Finding]:
    """Facts that wait for the database, and facts that it refused."""
    folder = settings.folder / "journal"
    aside = folder / ASIDE
    if aside.is_file() and aside.stat().st_size:
        count = len(aside.read_bytes().splitlines())
        yield warn("journal", f"the database refused {count} facts", f"look into {aside}, then remove it")
    waiting = sum(path.stat().st_size for path in folder.glob("*.jsonl") if path != aside)
    if waiting > BACKLOG:
        do = "look at the database: facts wait here until it takes them"
        yield warn("journal", f"{waiting / 1e6:.0f} MB wait for the database", do)
    else:
        yield ok("journal", f"{waiting / 1e6:.1f} MB")
