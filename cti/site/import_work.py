"""The heavy part of an import, with a loop and a database connection of its own (import_child.py runs it)."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from desk.database.database import Database
from desk.exports.writers import Csv
from desk.imports.importing import Imported, import_file
from desk.imports.refusal import BadRow
from desk.imports.sheets import SHEETS
from desk.imports.workbook import is_workbook, to_csv

COLUMNS = ("line", "column", "reason", "code", "params")
"""The reason in English, its stable name, and the values in that one's words as JSON."""


class ErrorList:
    """Writes all bad rows to a CSV file whose cells no spreadsheet runs (S14), and keeps the first ones."""

    def __init__(self, stream: IO[bytes], keep: int) -> None:
        self._csv = Csv(stream)
        self._csv.begin(COLUMNS)
        self._keep = keep
        self.first: list[dict[str, Any]] = []

    def __call__(self, row: BadRow) -> None:
        """Take one."""
        params = json.dumps(dict(row.params), ensure_ascii=False)
        self._csv.row((row.line, row.column, row.reason, row.code, params))
        if len(self.first) < self._keep:
            self.first.append({**asdict(row), "params": dict(row.params)})

    def close(self) -> None:
        """All rows were seen."""
        self._csv.end()


@dataclass(frozen=True, slots=True)
class ImportWork:
    """One file on its way; text alone, so that another process can be told of it. `keep`: errors to hand back."""

    url: str
    kind: str
    file: str
    errors: str
    zone: str
    replace: bool
    dry_run: bool
    keep: int

    def run(self, progress: Callable[[int], None]) -> tuple[Imported, list[dict[str, Any]]]:
        """Do it. Blocks. Raises ImportRefused, DeskUnavailable, OSError; then nothing was changed."""
        upload, listed = Path(self.file), Path(self.errors)
        source = upload
        if is_workbook(upload):
            source = upload.with_suffix(".csv")
            to_csv(upload, source)
        try:
            with listed.open("wb") as stream:
                errors = ErrorList(stream, self.keep)
                imported = asyncio.run(self._import(source, errors, progress))
                errors.close()
        finally:
            if source is not upload:
                source.unlink(missing_ok=True)
        if not imported.bad_rows:
            listed.unlink(missing_ok=True)
        return imported, errors.first

    async def _import(self, source: Path, errors: ErrorList, progress: Callable[[int], None]) -> Imported:
        database = Database(self.url)
        try:
            return await import_file(
                database,
                SHEETS[self.kind],
                source,
                ZoneInfo(self.zone),
                replace=self.replace,
                dry_run=self.dry_run,
                bad=errors,
                progress=progress,
            )
        finally:
            await database.close()
