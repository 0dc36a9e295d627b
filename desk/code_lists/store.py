"""Code lists in the database: only those that a site has changed have a row."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from desk.code_lists.defaults import DEFAULTS
from desk.code_lists.entry import CodeEntry, replaced
from desk.models import CodeListRow, table_of

_LISTS = table_of(CodeListRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """One list. `version` 0: as a new site has it."""

    name: str
    version: int
    entries: tuple[CodeEntry, ...]

    def offers(self, code: str) -> bool:
        """Whether this code can be chosen now."""
        return any(entry.code == code and entry.active for entry in self.entries)


def code_list(connection: Connection, name: str) -> CodeList | None:
    """The list as it is; None: there is no such list."""
    if name not in DEFAULTS:
        return None
    return _as_it_is(name, connection.execute(select(_LISTS).where(_LISTS.c.name == name)).one_or_none())


def all_lists(connection: Connection) -> list[CodeList]:
    """Every list that there is, in the order of the defaults."""
    rows = {row.name: row for row in connection.execute(select(_LISTS))}
    return [_as_it_is(name, rows.get(name)) for name in DEFAULTS]


def _as_it_is(name: str, row: Row[Any] | None) -> CodeList:
    if row is None:
        return CodeList(name=name, version=0, entries=DEFAULTS[name])
    return CodeList(
        name=name, version=row.version, entries=tuple(CodeEntry(**entry) for entry in row.entries)
    )


def change_list(
    connection: Connection, before: CodeList, wanted: Sequence[CodeEntry], at: datetime
) -> CodeList | None:
    """The list from now on; None: somebody else has changed it since `before`."""
    entries = replaced(before.entries, wanted)
    values = {
        "entries": [asdict(entry) for entry in entries],
        "version": before.version + 1,
        "changed_at": at,
    }
    if before.version == 0:
        connection.execute(insert(_LISTS).values(name=before.name, **values))
    else:
        same = (_LISTS.c.name == before.name) & (_LISTS.c.version == before.version)
        if connection.execute(update(_LISTS).where(same).values(values)).rowcount == 0:
            return None
    return CodeList(name=before.name, version=before.version + 1, entries=tuple(entries))
