"""`faultline export fault-reports|line-tests|calls`: take the site's data out (S14)."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated
from zoneinfo import ZoneInfo

import typer

from desk.database.database import Database
from desk.exports.exporting import export
from desk.exports.kind import KINDS
from desk.exports.writers import FORMATS
from faultline.commands.store import moment, run_with_store, stopped
from faultline.settings import Settings


class Kind(StrEnum):
    """What can be exported."""

    FAULT_REPORTS = "fault-reports"
    LINE_TESTS = "line-tests"
    CALLS = "calls"


class Form(StrEnum):
    """In which form."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


def run(
    kind: Annotated[Kind, typer.Argument(help="What to export.", show_default=False)],
    form: Annotated[Form, typer.Option("--format", help="Form of the output.")] = Form.JSONL,
    since: Annotated[
        str | None, typer.Option(help="From this time on; ISO 8601, the site's zone unless it names one.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Before this time.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", dir_okay=False, help="File; default: standard output.")
    ] = None,
) -> None:
    """Export to a file or to standard output, oldest first; times are UTC."""
    settings = Settings()
    zone = ZoneInfo(settings.site_zone)
    begins, ends = moment(since, zone), moment(until, zone)
    if output is None and form is Form.XLSX and sys.stdout.isatty():
        raise typer.BadParameter("a workbook does not belong on a terminal: give --output FILE")

    async def work(database: Database) -> int:
        with _stream(output) as stream:
            return await export(database, KINDS[kind], FORMATS[form](stream), begins, ends)

    try:
        count = run_with_store("export", settings, work)
    except OSError as error:
        raise stopped("export", str(error)) from error
    if output is not None:
        typer.echo(f"{kind}: {count} rows in {output}")


@contextmanager
def _stream(output: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears under its name once it is whole, for its owner alone (0600)."""
    if output is None:
        yield sys.stdout.buffer
        return
    handle, name = tempfile.mkstemp(dir=output.absolute().parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(name).replace(output)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
