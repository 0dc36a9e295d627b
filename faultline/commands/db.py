"""`faultline db upgrade|downgrade|current|check`: the revision of the site's database."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from desk.database import schema
from desk.database.database import Database
from desk.errors import DeskUnavailable, SchemaMismatch
from faultline.commands.store import stopped
from faultline.settings import Settings

app = typer.Typer(help="The database's revision: forwards, backwards, where it stands.", no_args_is_help=True)

T = TypeVar("T")


@app.command()
def upgrade(
    revision: Annotated[str, typer.Argument(help="Where to; the newest by default.")] = "head",
) -> None:
    """Bring the database forwards. A start does this by itself."""
    stands = _run("db upgrade", lambda database: _move(database, schema.upgrade, revision))
    typer.echo(f"revision {stands}")


@app.command()
def downgrade(
    revision: Annotated[str, typer.Argument(help="Where to; `base`: no tables.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Bring the database backwards. What only newer revisions know is removed."""
    if not yes:
        typer.confirm("This removes data that older versions have no place for. Go on?", abort=True)
    stands = _run("db downgrade", lambda database: _move(database, schema.downgrade, revision))
    typer.echo(f"revision {stands or 'none: the database is empty'}")


@app.command()
def current() -> None:
    """Show where the database stands and what this version wants."""
    stands = _run("db current", schema.current)
    typer.echo(f"revision {stands or 'none'}, this version wants {schema.head()}")


@app.command()
def check() -> None:
    """Say whether the database is what this version wants; ends with 1 if not."""
    stands, differences = _run("db check", _compare)
    if stands != schema.head():
        raise stopped("db check", f"revision {stands}, wanted {schema.head()}; run `faultline db upgrade`")
    for difference in differences:
        typer.echo(difference, err=True)
    if differences:
        raise stopped("db check", f"{len(differences)} differences from what revision {stands} should be")
    typer.echo(f"revision {stands}, as it should be")


async def _move(
    database: Database, move: Callable[[Database, str], Awaitable[None]], revision: str
) -> str | None:
    await move(database, revision)
    return await schema.current(database)


async def _compare(database: Database) -> tuple[str | None, list[str]]:
    return await schema.current(database), await schema.differences(database)


def _run(command: str, work: Callable[[Database], Awaitable[T]]) -> T:
    """Like run_with_store, but the database stays at the revision where it is."""

    async def run() -> T:
        database = Database(Settings().store_url)
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except DeskUnavailable as error:
        raise stopped(command, f"the database does not answer ({error})") from error
    except SchemaMismatch as error:
        raise stopped(command, str(error)) from error
