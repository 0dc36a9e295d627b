"""One import from file to table: everything in it or nothing, and every bad row named (issue: desk's
data)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from itertools import islice
from pathlib import Path

from desk.database.database import Database
from desk.imports.bulk import bulk
from desk.imports.encoding import encoding_of
from desk.imports.reading import read_rows
from desk.imports.refusal import BadRow, ImportRefused
from desk.imports.sheet import Row, Sheet
from desk.imports.stage import Changes, Stage

BATCH_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went. `rows` counts those without fault or with; `changes` None: nothing was changed."""

    rows: int
    bad_rows: int
    changes: Changes | None
    encoding: str


class _Tally:
    """Counts rows as they pass, and hands the bad ones on."""

    def __init__(self, bad: Callable[[BadRow], None]) -> None:
        self.rows = 0
        self.bad = 0
        self._bad = bad

    def good_rows(self, rows: Iterator[tuple[int, Row] | BadRow]) -> Iterator[tuple[int, Row]]:
        for row in rows:
            self.rows += 1
            if isinstance(row, BadRow):
                self.take(row)
            else:
                yield row

    def take(self, row: BadRow) -> None:
        self.bad += 1
        self._bad(row)


async def import_file(
    database: Database,
    sheet: Sheet,
    file: Path,
    zone: tzinfo,
    *,
    replace: bool = False,
    dry_run: bool = False,
    bad: Callable[[BadRow], None],
    progress: Callable[[int], None] = lambda rows: None,
) -> Imported:
    """Bring a CSV file into the sheet's table: new rows are added, known ones updated.

    `replace` removes the rows that the file lacks; `dry_run` changes nothing and says what would be changed.
    `progress` hears how many rows have been read. Each bad row is given to `bad`; rows that repeat an
    earlier one come last. Naive times are in `zone`. Raises ImportRefused, DeskUnavailable, OSError; then
    nothing was changed.
    """
    encoding = encoding_of(file)
    tally = _Tally(bad)
    async with bulk(database) as work:
        stage = Stage(sheet, work)
        await stage.open()
        with file.open(encoding=encoding, newline="") as lines:
            rows = tally.good_rows(read_rows(lines, sheet, zone))
            while batch := list(islice(rows, BATCH_ROWS)):
                await stage.add(batch)
                progress(tally.rows)
        for repeated in await stage.complete():
            tally.take(repeated)
        if replace and tally.rows == 0:
            raise ImportRefused("the file has no rows: replacing by it would remove everything", "no_rows")
        finish = stage.preview if dry_run else stage.merge
        changes = await finish(replace=replace) if tally.bad == 0 else None
    return Imported(tally.rows, tally.bad, changes, encoding)
