"""The site's database for one command: opened by the settings, brought to this version's revision, closed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import typer

from desk.database import schema
from desk.database.database import Database
from desk.errors import DeskUnavailable, SchemaMismatch
from faultline.settings import Settings

T = TypeVar("T")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database, migrated. Raises DeskUnavailable, SchemaMismatch."""
    database = Database(settings.store_url)
    try:
        await schema.upgrade(database)
        yield database
    finally:
        await database.close()


def run_with_store(command: str, settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do a command's work on the database; ends the command with 1 and one line when it is not usable."""

    async def run() -> T:
        async with opened(settings) as database:
            return await work(database)

    try:
        return asyncio.run(run())
    except DeskUnavailable as error:
        raise stopped(command, f"the database does not answer ({error})") from error
    except SchemaMismatch as error:
        raise stopped(command, f"the database is not of this version: {error}") from error


def stopped(command: str, reason: str) -> typer.Exit:
    """Say why a command ends, and with 1."""
    typer.echo(f"{command}: {reason}", err=True)
    return typer.Exit(1)


def moment(value: str | None, zone: ZoneInfo) -> datetime | None:
    """An ISO 8601 time given on the command line; without an offset it is in the site's zone."""
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is not an ISO 8601 time") from error
    return at if at.tzinfo else at.replace(tzinfo=zone)
