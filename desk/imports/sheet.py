"""What one kind of CSV file holds, and the table that it fills."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from sqlalchemy import Table

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A kind of file. `parse` takes the cells in the order of `columns` and raises BadCell.

    `key` names the columns that make a row the same one as before: it is then updated.
    """

    name: str
    table: Table
    columns: tuple[str, ...]
    key: tuple[str, ...]
    parse: Callable[[Sequence[str], tzinfo], Row]
