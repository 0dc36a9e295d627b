"""`faultline import exchanges|subscribers|works FILE`: bring a site's own data in, all of a file or
nothing."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from desk.database.database import Database
from desk.imports.importing import Imported, import_file
from desk.imports.refusal import BadRow, ImportRefused
from desk.imports.sheets import SHEETS
from faultline.commands.store import run_with_store, stopped
from faultline.settings import Settings

SHOWN_ROWS = 20
"""Bad rows that are printed; `--errors` writes them all."""
ENCODINGS = {"utf-8-sig": "UTF-8", "gb18030": "GB18030"}


class Kind(StrEnum):
    """What a file holds."""

    EXCHANGES = "exchanges"
    SUBSCRIBERS = "subscribers"
    WORKS = "works"


class BadRows:
    """Shows the first bad rows and writes all of them to a file, if one was named."""

    def __init__(self, errors: IO[str] | None) -> None:
        self._csv: Any = csv.writer(errors) if errors else None
        self._count = 0
        if self._csv:
            self._csv.writerow(["line", "reason"])

    def __call__(self, row: BadRow) -> None:
        """Take one."""
        self._count += 1
        if self._count <= SHOWN_ROWS:
            typer.echo(f"line {row.line}: {row.reason}", err=True)
        if self._csv:
            self._csv.writerow([row.line, row.reason])

    def sum_up(self) -> None:
        """Say how many were not shown."""
        if self._count > SHOWN_ROWS:
            rest = "" if self._csv else "; --errors FILE writes all"
            typer.echo(f"and {self._count - SHOWN_ROWS} more{rest}", err=True)


def run(
    kind: Annotated[Kind, typer.Argument(help="What the file holds.", show_default=False)],
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV with a header row.")
    ],
    replace: Annotated[bool, typer.Option("--replace", help="Remove what the file lacks.")] = False,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", dir_okay=False, help="Write every bad row here (CSV).", show_default=False),
    ] = None,
) -> None:
    """Import a CSV file (UTF-8 or GB18030). Rows already known are updated; with any bad row nothing is
    changed."""
    settings = Settings()
    with _open(errors) as stream:
        bad = BadRows(stream)

        async def work(database: Database) -> Imported:
            return await import_file(
                database, SHEETS[kind], file, ZoneInfo(settings.site_zone), replace=replace, bad=bad
            )

        try:
            done = run_with_store("import", settings, work)
        except (ImportRefused, OSError) as error:
            raise stopped("import", f"{file.name}: {error}") from error
    bad.sum_up()
    _report(kind, done)


def _report(kind: Kind, done: Imported) -> None:
    rows = f"{kind}: {done.rows} rows ({ENCODINGS[done.encoding]})"
    if done.changes is None:
        typer.echo(f"{rows}, {done.bad_rows} bad: nothing was changed", err=True)
        raise typer.Exit(1)
    changes = done.changes
    typer.echo(
        f"{rows}: {changes.added} added, {changes.updated} updated, {changes.unchanged} unchanged,"
        f" {changes.removed} removed"
    )


@contextmanager
def _open(errors: Path | None) -> Iterator[IO[str] | None]:
    if errors is None:
        yield None
    else:
        with errors.open("w", encoding="utf-8", newline="") as stream:
            yield stream
