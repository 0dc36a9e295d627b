"""Pages of a list that may change while it is read: each begins after the last row of the one before (keyset)."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, tuple_

from recordings.errors import WrongCursor

Columns = Mapping[str, ColumnElement[Any]]


def page(
    wanted: Select[Any], columns: Columns, sort: str, key: ColumnElement[int], cursor: str | None, limit: int
) -> Select[Any]:
    """One page and one row more; `sort` is a name out of `columns`, with `-` in front for downwards.

    Raises KeyError for a name that is not in it (S11), WrongCursor.
    """
    down = sort.startswith("-")
    column = columns[sort.removeprefix("-")]
    if cursor is not None:
        value, last = _parse(cursor, sort, column)
        here, there = tuple_(column, key), tuple_(value, last)
        wanted = wanted.where(here < there if down else here > there)
    order = (column.desc(), key.desc()) if down else (column.asc(), key.asc())
    return wanted.order_by(*order).limit(limit + 1)


def cursor_after(sort: str, value: Any, key: int) -> str:
    """What the next page begins after."""
    plain = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([sort, plain, key]).encode()).decode()


def _parse(cursor: str, sort: str, column: ColumnElement[Any]) -> tuple[Any, int]:
    try:
        of_sort, value, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        wanted = column.type.python_type
        value = datetime.fromisoformat(value) if wanted is datetime else wanted(value)
        if of_sort != sort or not isinstance(key, int) or not -(2**63) <= key < 2**63:
            raise ValueError
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError
    except (ValueError, TypeError, RecursionError) as error:
        raise WrongCursor("not a page mark of this search") from error
    return value, key
