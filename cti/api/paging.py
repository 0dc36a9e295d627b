"""Lists in pages: a cursor that names the last row seen, so that rows that come or go between two pages do no harm.

Sort keys come from an allow-list of columns; values are bound, never text of a statement (S11).
"""

import base64
import binascii
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, Row, Select, tuple_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from cti.errors import Invalid
from cti.people.store import PeopleStore

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

MOST = 200
LARGEST_KEY = 2**63 - 1


class Page(BaseModel, Generic[T]):
    """Some rows; `next` is the cursor of the page after this one, null on the last."""

    items: list[T]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list is asked for."""

    limit: int
    cursor: str | None


async def _paging(
    limit: Annotated[int, Query(ge=1, le=MOST, description="Rows on a page.")] = 50,
    cursor: Annotated[str | None, Query(max_length=500, description="`next` of the page before.")] = None,
) -> Paging:
    return Paging(limit, cursor)


PageAsked = Annotated[Paging, Depends(_paging)]
"""The parameter of a route that lists."""


@dataclass(frozen=True, slots=True)
class Order:
    """By one column that is never NULL and holds text, a number or a time, then by the row's key."""

    column: Any
    key: Any
    descending: bool = False


def by(columns: Mapping[str, Any] | ReadOnlyColumnCollection[str, Any], sort: str, key: Any) -> Order:
    """By the column that a sort key of an allow-list names; a minus turns it round."""
    return Order(columns[sort.removeprefix("-")], key, descending=sort.startswith("-"))


async def page_of(
    store: PeopleStore, shown: type[M], statement: Select[Any], order: Order, asked: Paging
) -> Page[M]:
    """One page of rows, each as `shown` has it. Raises Invalid, Unavailable."""

    def look(connection: Connection) -> Page[M]:
        rows, following = rows_of(connection, statement, order, asked)
        return Page(items=[shown.model_validate(row) for row in rows], next=following)

    return await store.read(look)


def rows_of(
    connection: Connection, statement: Select[Any], order: Order, asked: Paging
) -> tuple[list[Row[Any]], str | None]:
    """The rows of one page and the cursor of the next. Raises Invalid for a cursor that is none of ours."""
    if asked.cursor is not None:
        statement = statement.where(_after(order, *_opened(asked.cursor, order)))
    columns = [order.column, order.key]
    ordered = [column.desc() if order.descending else column.asc() for column in columns]
    rows = list(connection.execute(statement.order_by(*ordered).limit(asked.limit + 1)))
    if len(rows) <= asked.limit:
        return rows, None
    last = rows[asked.limit - 1]
    values = [last._mapping[column] for column in columns]
    return rows[: asked.limit], base64.urlsafe_b64encode(json.dumps(values, default=_plain).encode()).decode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _after(order: Order, value: Any, key: Any) -> ColumnElement[bool]:
    place = tuple_(order.column, order.key)
    seen = tuple_(value, key)
    return place < seen if order.descending else place > seen


def _opened(cursor: str, order: Order) -> tuple[Any, Any]:
    try:
        value, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        value, key = _value(order.column.type.python_type, value), _value(order.key.type.python_type, key)
    except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError) as trouble:
        raise Invalid("the cursor is none of ours", code="cursor_unknown") from trouble
    if value is None or key is None:
        raise Invalid("the cursor is none of ours", code="cursor_unknown")
    return value, key


def _value(kind: type, value: object) -> Any:
    """What a column of this kind can hold; None: not this."""
    if kind is datetime and isinstance(value, str):
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo is not None else None
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else None
    if kind is int:
        return value if _is_key(value) else None
    return value if kind is str and _is_text(value) else None


def _is_key(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_KEY


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.isprintable()
