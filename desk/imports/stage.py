"""The waiting room of an import: rows go to a temporary table first, and into the real one in one
transaction.

So nothing is half imported, the rows of a million lines need no memory, and the database is locked only while
what is new moves over: rows that say something new are set apart before.
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
        self._stage = _temporary("import_stage", Column("line", Integer), *self._columns())
        self._new = _temporary("import_new", *self._columns())
        self._index = Index("import_stage_key", *(self._stage.c[name] for name in sheet.key))

    async def open(self) -> None:
        """Make the temporary table and begin to take rows."""
        await self._work.begin()
        await self._work.run(CreateTable(self._stage))

    async def add(self, rows: Iterable[tuple[int, Row]]) -> None:
        """Take rows, each with its line in the file."""
        await self._work.add(self._stage, [(line, *row) for line, row in rows])

    async def complete(self) -> list[BadRow]:
        """All rows are here: those whose key stood in the file before, in the file's order."""
        await self._work.run(CreateIndex(self._index))
        await self._work.run(text("ANALYZE import_stage"))
        await self._work.commit()
        return [
            self._repeats(int(line), int(first)) for line, first in await self._work.fetch(self._repeated())
        ]

    def _repeats(self, line: int, first: int) -> BadRow:
        says = f"{' and '.join(self._sheet.key)}: the same as in line {first}"
        return BadRow(line, says, self._sheet.key[0], "repeated", {"line": first})

    async def preview(self, *, replace: bool) -> Changes:
        """What `merge` would do; nothing is changed."""
        new = self._new_rows().subquery()
        here = and_(*(new.c[name] == self._target.c[name] for name in self._sheet.key))
        found = exists().where(here).correlate(new)
        rows = await self._count(select(self._stage))
        updated = await self._count(select(new).where(found))
        added = await self._count(select(new).where(~found))
        gone = select(self._target.c[self._sheet.key[0]]).where(~self._in_stage())
        removed = await self._count(gone) if replace else 0
        return Changes(added, updated, rows - added - updated, removed)

    async def merge(self, *, replace: bool) -> Changes:
        """Bring the real table up to date, in one transaction; `replace` removes rows that the file lacks."""
        await self._work.begin()
        await self._work.run(CreateTable(self._new))
        await self._work.run(self._set_apart())
        await self._work.run(text("ANALYZE import_new"))
        await self._work.commit()
        rows = await self._count(select(self._stage))
        await self._work.begin(writes=self._target)
        removed = await self._work.run(delete(self._target).where(~self._in_stage())) if replace else 0
        updated = await self._work.run(self._update())
        added = await self._work.run(self._insert())
        await self._work.commit()
        return Changes(added, updated, rows - added - updated, removed)

    def _columns(self) -> list[Column[Any]]:
        return [Column(name, self._target.c[name].type) for name in self._sheet.columns]

    def _same_key(self, one: Table, other: Table) -> ColumnElement[bool]:
        return and_(*(one.c[name] == other.c[name] for name in self._sheet.key))

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

    def _new_rows(self) -> Select[Any]:
        """Rows that the real table does not have just so."""
        rows = [self._stage.c[name] for name in self._sheet.columns]
        same = and_(*(self._target.c[column.name] == column for column in rows))
        return select(*rows).where(~exists().where(same).correlate(self._stage))

    async def _count(self, rows: Select[Any]) -> int:
        [[count]] = await self._work.fetch(select(func.count()).select_from(rows.subquery()))
        return int(count)

    def _set_apart(self) -> Insert:
        in_order = self._new_rows().order_by(*(self._stage.c[name] for name in self._sheet.key))
        return insert(self._new).from_select(list(self._sheet.columns), in_order)

    def _update(self) -> Update:
        return (
            update(self._target)
            .values({name: self._new.c[name] for name in self._values()})
            .where(self._same_key(self._target, self._new))
        )

    def _insert(self) -> Insert:
        found = exists().where(self._same_key(self._new, self._target)).correlate(self._new)
        missing = select(*(self._new.c[name] for name in self._sheet.columns)).where(~found)
        return insert(self._target).from_select(list(self._sheet.columns), missing, include_defaults=False)


def _temporary(name: str, *columns: Column[Any]) -> Table:
    return Table(name, MetaData(), *columns, prefixes=["TEMPORARY"])
