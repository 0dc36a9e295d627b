"""The waiting room of an import: rows go to a temporary table first, and into the real one in one
transaction.

So nothing is half imported, the rows of a million lines need no memory, and the database is locked only while
the finished rows move over. Rows that say nothing new are not written again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Insert,
    Integer,
    MetaData,
    Select,
    Table,
    Update,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.schema import CreateIndex, CreateTable

from desk.imports.bulk import Bulk
from desk.imports.refusal import BadRow
from desk.imports.sheet import Row, Sheet


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the rows."""

    added: int
    updated: int
    unchanged: int
    removed: int


class Stage:
    """Rows of one file on their way into the sheet's table."""

    def __init__(self, sheet: Sheet, work: Bulk) -> None:
        self._work = work
        self._sheet = sheet
        self._target = sheet.table
        columns = [Column(name, sheet.table.c[name].type) for name in sheet.columns]
        self._stage = Table(
            "import_stage", MetaData(), Column("line", Integer), *columns, prefixes=["TEMPORARY"]
        )
        self._index = Index("import_stage_key", *(self._stage.c[name] for name in sheet.key))

    async def open(self) -> None:
        """Make the temporary table and begin to take rows."""
        await self._work.begin()
        table = CreateTable(self._stage)
        await self._work.run(table)

    async def add(self, rows: Iterable[tuple[int, Row]]) -> None:
        """Take rows, each with its line in the file."""
        await self._work.add(self._stage, [(line, *row) for line, row in rows])

    async def complete(self) -> list[BadRow]:
        """All rows are here: those whose key stood in the file before, in the file's order."""
        await self._work.run(CreateIndex(self._index))
        await self._work.run(text("ANALYZE import_stage"))
        await self._work.commit()
        return [
            BadRow(line, f"{' and '.join(self._sheet.key)}: the same as in line {first}")
            for line, first in await self._work.fetch(self._repeated())
        ]

    async def merge(self, *, replace: bool) -> Changes:
        """Bring the real table up to date, in one transaction; `replace` removes rows that the file lacks."""
        await self._work.begin(writes=self._target)
        [[rows, known]] = await self._work.fetch(
            select(
                select(func.count()).select_from(self._stage).scalar_subquery(),
                select(func.count()).select_from(self._stage).where(self._in_target()).scalar_subquery(),
            )
        )
        removed = await self._work.run(delete(self._target).where(~self._in_stage())) if replace else 0
        updated = await self._work.run(self._update())
        await self._work.run(self._insert())
        await self._work.commit()
        return Changes(rows - known, updated, known - updated, removed)

    def _same_key(self, one: Table, other: Table) -> ColumnElement[bool]:
        return and_(*(one.c[name] == other.c[name] for name in self._sheet.key))

    def _in_target(self) -> ColumnElement[bool]:
        return exists().where(self._same_key(self._stage, self._target)).correlate(self._stage)

    def _in_stage(self) -> ColumnElement[bool]:
        return exists().where(self._same_key(self._stage, self._target)).correlate(self._target)

    def _values(self) -> Sequence[str]:
        return [name for name in self._sheet.columns if name not in self._sheet.key]

    def _repeated(self) -> Select[Any]:
        keys = [self._stage.c[name] for name in self._sheet.key]
        seen = select(*keys, func.min(self._stage.c.line).label("first")).group_by(*keys)
        twice = seen.having(func.count() > 1).subquery()
        same = and_(*(self._stage.c[name] == twice.c[name] for name in self._sheet.key))
        return (
            select(self._stage.c.line, twice.c.first)
            .join(twice, same)
            .where(self._stage.c.line > twice.c.first)
            .order_by(self._stage.c.line)
        )

    def _update(self) -> Update:
        differs = or_(*(self._target.c[name] != self._stage.c[name] for name in self._values()))
        return (
            update(self._target)
            .values({name: self._stage.c[name] for name in self._values()})
            .where(self._same_key(self._target, self._stage), differs)
        )

    def _insert(self) -> Insert:
        new = select(*(self._stage.c[name] for name in self._sheet.columns)).where(~self._in_target())
        in_order = new.order_by(*(self._stage.c[name] for name in self._sheet.key))
        return insert(self._target).from_select(list(self._sheet.columns), in_order, include_defaults=False)
