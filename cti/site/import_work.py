"""The heavy part of an import, in a thread with a loop and a database connection of its own: calls don't feel it."""

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import IO, Any

from desk.database.database import Database
from desk.exports.writers import Csv
from desk.imports.importing import Imported, import_file
from desk.imports.refusal import BadRow
from desk.imports.sheet import Sheet
from desk.imports.workbook import is_workbook, to_csv

COLUMNS = ("line", "column", "reason")


class Stopped(Exception):  # noqa: N818 - what happened
    """The service ends; nothing of the file was taken."""


class ErrorList:
    """Writes all bad rows to a CSV file whose cells no spreadsheet runs (S14), and keeps the first ones."""

    def __init__(self, stream: IO[bytes], keep: int) -> None:
        self._csv = Csv(stream)
        self._csv.begin(COLUMNS)
        self._keep = keep
        self.first: list[dict[str, Any]] = []

    def __call__(self, row: BadRow) -> None:
        """Take one."""
        self._csv.row((row.line, row.column, row.reason))
        if len(self.first) < self._keep:
            self.first.append({"line": row.line, "column": row.column, "reason": row.reason})

    def close(self) -> None:
        """All rows were seen."""
        self._csv.end()


@dataclass(slots=True, eq=False)
class ImportWork:
    """One file on its way. `rows` may be read by others meanwhile; `stop` ends it."""

    url: str
    sheet: Sheet
    file: Path
    errors: Path
    zone: tzinfo
    replace: bool
    dry_run: bool
    keep: int
    rows: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> tuple[Imported, list[dict[str, Any]]]:
        """Do it. Blocks. Raises ImportRefused, DeskUnavailable, OSError, Stopped; then nothing was changed."""
        source = self.file
        if is_workbook(self.file):
            source = self.file.with_suffix(".csv")
            to_csv(self.file, source)
        try:
            with self.errors.open("wb") as stream:
                errors = ErrorList(stream, self.keep)
                imported = asyncio.run(self._import(source, errors))
                errors.close()
        finally:
            if source is not self.file:
                source.unlink(missing_ok=True)
        if not imported.bad_rows:
            self.errors.unlink(missing_ok=True)
        return imported, errors.first

    async def _import(self, source: Path, errors: ErrorList) -> Imported:
        database = Database(self.url)
        try:
            return await import_file(
                database,
                self.sheet,
                source,
                self.zone,
                replace=self.replace,
                dry_run=self.dry_run,
                bad=errors,
                progress=self._progress,
            )
        finally:
            await database.close()

    def _progress(self, rows: int) -> None:
        self.rows = rows
        if self.stop.is_set():
            raise Stopped
