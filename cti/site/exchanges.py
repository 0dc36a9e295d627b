"""Exchanges (F1.4): added, changed, removed one at a time, with what was there before in the audit log."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Connection, Select, delete, insert, literal, select, update

from cti.errors import Conflict, NotFound
from cti.people.audit import Change
from cti.people.fields import visible
from desk.models import ExchangeRow, table_of

EXCHANGES = table_of(ExchangeRow)

Prefix = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")]
"""A beginning of line numbers, down to one whole number."""


PlaceName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(visible)]


class ExchangePlaces(BaseModel):
    """Who looks after an exchange."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    branch: PlaceName
    test_centre: PlaceName


class ExchangeSeen(BaseModel):
    """The same as somebody has seen it, whatever an import put there."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    branch: Annotated[str, Field(max_length=500)]
    test_centre: Annotated[str, Field(max_length=500)]


def matching_exchanges(search: str | None, number: str | None) -> Select[Any]:
    """Those whose prefix begins with `search` or whose names hold it; those that `number` belongs to."""
    found = select(EXCHANGES)
    if search:
        found = found.where(
            EXCHANGES.c.prefix.startswith(search, autoescape=True)
            | EXCHANGES.c.branch.icontains(search, autoescape=True)
            | EXCHANGES.c.test_centre.icontains(search, autoescape=True)
        )
    if number:
        found = found.where(literal(number).startswith(EXCHANGES.c.prefix))
    return found


def put_exchange(
    connection: Connection, prefix: str, wanted: ExchangePlaces, seen: ExchangeSeen | None
) -> Change[None]:
    """Add (`seen` None) or change an exchange; said twice, it is done once. Raises Conflict (it is another one now)."""
    before = _seen(connection, prefix)
    values = wanted.model_dump()
    if before is not None and before.model_dump() == values:
        return Change(None, f"exchange {prefix}")
    if before != seen:
        if seen is None:
            raise Conflict("the exchange is there already", code="exchange_there")
        raise Conflict("the exchange has changed meanwhile", code="changed_meanwhile")
    if before is None:
        connection.execute(insert(EXCHANGES).values(prefix=prefix, **values))
        return Change(None, f"exchange {prefix}", None, values)
    connection.execute(update(EXCHANGES).where(EXCHANGES.c.prefix == prefix).values(**values))
    return Change(None, f"exchange {prefix}", before.model_dump(), values)


def remove_exchange(connection: Connection, prefix: str) -> Change[None]:
    """Callers with its numbers are told that there is no such number, from the next call on. Raises NotFound."""
    before = _seen(connection, prefix)
    if before is None:
        raise NotFound("no such exchange")
    connection.execute(delete(EXCHANGES).where(EXCHANGES.c.prefix == prefix))
    return Change(None, f"exchange {prefix}", before.model_dump(), None)


def _seen(connection: Connection, prefix: str) -> ExchangeSeen | None:
    row = connection.execute(select(EXCHANGES).where(EXCHANGES.c.prefix == prefix)).one_or_none()
    return (
        None if row is None else ExchangeSeen.model_construct(branch=row.branch, test_centre=row.test_centre)
    )
