"""The one customer database (H7, H11): who calls from which number, kept apart from the owners of lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, or_, select, update

from desk.look_up import Fetch
from desk.models import CustomerNumberRow, CustomerRow, table_of

CUSTOMERS, NUMBERS = table_of(CustomerRow), table_of(CustomerNumberRow)

_OF_NUMBER = (
    select(CUSTOMERS)
    .join(NUMBERS, NUMBERS.c.customer_id == CUSTOMERS.c.id)
    .where(NUMBERS.c.number == bindparam("number"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer as a screen pop shows one."""

    id: int
    name: str
    address: str
    note: str
    line_number: str
    version: int


class NumberTaken(Exception):  # noqa: N818 - an answer, not a fault of ours
    """A number belongs to another customer already."""

    def __init__(self, customer: int) -> None:
        super().__init__(customer)
        self.customer = customer


async def customer_of(fetch: Fetch, number: str) -> Customer | None:
    """Who calls from this number; None: nobody known, or it is withheld. Raises DeskUnavailable."""
    rows = await fetch(_OF_NUMBER, {"number": number}) if number else ()
    return _customer(rows[0]._mapping) if rows else None


def numbers_of(connection: Connection, customers: Iterable[int]) -> dict[int, list[str]]:
    """The numbers of these customers, the main one first."""
    found: dict[int, list[str]] = {customer: [] for customer in customers}
    wanted = select(NUMBERS).where(NUMBERS.c.customer_id.in_(found)).order_by(NUMBERS.c.position)
    for row in connection.execute(wanted):
        found[row.customer_id].append(row.number)
    return found


def matching(number: str | None, text: str | None) -> Select[Any]:
    """Customers with this number, or with these words in name, address, note or at a number's beginning."""
    found = select(CUSTOMERS)
    if number is not None:
        found = found.where(_has(NUMBERS.c.number == number) | (CUSTOMERS.c.line_number == number))
    if text:
        words = [
            column.icontains(text, autoescape=True)
            for column in (CUSTOMERS.c.name, CUSTOMERS.c.address, CUSTOMERS.c.note)
        ]
        found = found.where(or_(*words, _has(NUMBERS.c.number.startswith(text, autoescape=True))))
    return found


def by_request(connection: Connection, request: str) -> int | None:
    """The customer that this form has made."""
    wanted = select(CUSTOMERS.c.id).where(CUSTOMERS.c.request_id == request)
    return connection.execute(wanted).scalar()


def add(
    connection: Connection, values: Mapping[str, Any], numbers: Sequence[str], request: str, at: datetime
) -> int:
    """A new customer's id. Raises NumberTaken."""
    times = {"created_at": at, "changed_at": at, "version": 1, "request_id": request}
    made = connection.execute(insert(CUSTOMERS).values(**values, **times).returning(CUSTOMERS.c.id))
    customer = int(made.scalar_one())
    give_numbers(connection, customer, numbers)
    return customer


def change(
    connection: Connection, customer: int, version: int, values: Mapping[str, Any], at: datetime
) -> bool:
    """Change a customer who is still at this version; whether it was."""
    wanted = (CUSTOMERS.c.id == customer) & (CUSTOMERS.c.version == version)
    changed = update(CUSTOMERS).where(wanted).values(**values, version=version + 1, changed_at=at)
    return connection.execute(changed).rowcount == 1


def give_numbers(connection: Connection, customer: int, numbers: Sequence[str]) -> None:
    """These are the customer's numbers from now on, the main one first. Raises NumberTaken."""
    others = select(NUMBERS.c.customer_id).where(
        NUMBERS.c.number.in_(numbers), NUMBERS.c.customer_id != customer
    )
    if (other := connection.execute(others.limit(1)).scalar()) is not None:
        raise NumberTaken(int(other))
    connection.execute(delete(NUMBERS).where(NUMBERS.c.customer_id == customer))
    rows = [
        {"number": number, "customer_id": customer, "position": n}
        for n, number in enumerate(dict.fromkeys(numbers))
    ]
    connection.execute(insert(NUMBERS), rows)


def customer_by_id(connection: Connection, customer: int) -> Row[Any] | None:
    """The row."""
    return connection.execute(select(CUSTOMERS).where(CUSTOMERS.c.id == customer)).one_or_none()


def _has(condition: Any) -> Any:
    return CUSTOMERS.c.id.in_(select(NUMBERS.c.customer_id).where(condition))


def _customer(row: Mapping[Any, Any]) -> Customer:
    values = {name: row[name] for name in Customer.__dataclass_fields__}
    return Customer(**values | {"line_number": row["line_number"] or ""})
