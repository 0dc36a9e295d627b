"""Customers: contact data of people who call, in one database for all desks (H7, H11)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Connection, Row

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.paging import Order, Page, PageAsked, rows_of
from cti.api.responses import ERRORS
from cti.errors import Conflict, NotFound
from cti.people.audit import Act, Change
from cti.people.fields import RowId, SearchText, ShownText
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.people.words import cleaned
from desk import customers as desk

T = TypeVar("T")

router = APIRouter(prefix="/api/customers", tags=["customers"], responses=ERRORS)

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")]
Numbers = Annotated[list[Digits], Field(min_length=1, max_length=5)]
Words = Annotated[str, Field(max_length=500), AfterValidator(cleaned)]
Id = Annotated[RowId, Path()]
MayRead = Annotated[Person, Depends(require(Permission.CUSTOMERS_READ))]


class CustomerDraft(BaseModel):
    """A customer to be. `request_id`: made by the desktop; sent again it makes nothing twice."""

    model_config = ConfigDict(extra="forbid")

    request_id: UUID
    numbers: Numbers
    """Telephone numbers, the main one first."""
    name: ShownText
    address: Words = ""
    note: Words = ""
    line_number: Digits | None = None
    """The line that this person mostly calls about."""


class CustomerPatch(BaseModel):
    """What is to change; `version` is that of the customer who was shown."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=1)]
    numbers: Numbers | None = None
    name: ShownText | None = None
    address: Words | None = None
    note: Words | None = None
    line_number: Digits | None = None


class CustomerShown(BaseModel):
    """One customer."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    numbers: list[str] = []
    name: str
    address: str
    note: str
    line_number: str | None
    version: int
    created_at: datetime
    changed_at: datetime


class Filters(BaseModel):
    """Which customers."""

    number: Digits | None = None
    """A number of theirs, whole, or the line they call about."""
    text: SearchText | None = None
    """In name, address, note, or at the beginning of a number."""


@router.get("", summary="Find customers")
async def customers(
    request: Request, _: MayRead, asked: PageAsked, filters: Annotated[Filters, Depends()]
) -> Page[CustomerShown]:
    """One page, by name."""
    order = Order(desk.CUSTOMERS.c.name, desk.CUSTOMERS.c.id)

    def look(connection: Connection) -> Page[CustomerShown]:
        rows, following = rows_of(connection, desk.matching(filters.number, filters.text), order, asked)
        return Page(items=_shown(connection, rows), next=following)

    return await frame_of(request).people.store.read(look)


@router.get("/{customer}", summary="One customer")
async def one(request: Request, customer: Id, _: MayRead) -> CustomerShown:
    """By id."""
    return await frame_of(request).people.store.read(lambda connection: _by_id(connection, customer))


@router.post("", status_code=201, summary="Add a customer")
async def create(
    request: Request,
    body: CustomerDraft,
    act: Annotated[Act, Depends(acting(Permission.CUSTOMERS_WRITE, "customers.create"))],
) -> CustomerShown:
    """A number that another customer has is refused: 409."""
    now = frame_of(request).people.store.now()
    values = body.model_dump(exclude={"request_id", "numbers"})

    def work(connection: Connection) -> Change[CustomerShown]:
        made = desk.by_request(connection, str(body.request_id))
        if made is None:
            made = _or_conflict(lambda: desk.add(connection, values, body.numbers, str(body.request_id), now))
        return Change(_by_id(connection, made), f"customer {made}", after={"numbers": len(body.numbers)})

    return await act.write(work)


@router.patch("/{customer}", summary="Change a customer")
async def change(
    request: Request,
    customer: Id,
    body: CustomerPatch,
    act: Annotated[Act, Depends(acting(Permission.CUSTOMERS_WRITE, "customers.change"))],
) -> CustomerShown:
    """Refused when somebody else has changed it since: 409."""
    now = frame_of(request).people.store.now()
    values = body.model_dump(exclude={"version", "numbers"}, exclude_unset=True)
    for name in ("name", "address", "note"):
        if values.get(name, "") is None:
            del values[name]

    def work(connection: Connection) -> Change[CustomerShown]:
        _by_id(connection, customer)
        if not desk.change(connection, customer, body.version, values, now):
            raise Conflict("somebody else has changed this customer meanwhile", code="changed_meanwhile")
        if body.numbers is not None:
            numbers = body.numbers
            _or_conflict(lambda: desk.give_numbers(connection, customer, numbers))
        fields = sorted(body.model_fields_set - {"version"})
        return Change(_by_id(connection, customer), f"customer {customer}", after={"fields": fields})

    return await act.write(work)


def _or_conflict(work: Callable[[], T]) -> T:
    try:
        return work()
    except desk.NumberTaken as taken:
        raise Conflict(
            f"customer {taken.customer} has this number already",
            code="number_of_customer",
            customer=taken.customer,
        ) from taken


def _by_id(connection: Connection, customer: int) -> CustomerShown:
    row = desk.customer_by_id(connection, customer)
    if row is None:
        raise NotFound("no such customer")
    return _shown(connection, [row])[0]


def _shown(connection: Connection, rows: Iterable[Row[Any]]) -> list[CustomerShown]:
    shown = [CustomerShown.model_validate(row) for row in rows]
    numbers = desk.numbers_of(connection, [one.id for one in shown])
    for one in shown:
        one.numbers = numbers[one.id]
    return shown
