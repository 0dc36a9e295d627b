"""Exchanges (局向), for those who keep them (F1.4, H15)."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.paging import Page, PageAsked, by, page_of
from cti.api.responses import ERRORS
from cti.people.audit import Act
from cti.people.fields import SearchText
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.site.exchanges import (
    EXCHANGES,
    ExchangePlaces,
    ExchangeSeen,
    Prefix,
    matching_exchanges,
    put_exchange,
    remove_exchange,
)

router = APIRouter(prefix="/api/exchanges", tags=["exchanges"], responses=ERRORS)

MayRead = Annotated[Person, Depends(require(Permission.SITE_READ))]
PrefixInPath = Annotated[Prefix, Path()]


class ExchangeShown(BaseModel):
    """One exchange."""

    model_config = ConfigDict(from_attributes=True)

    prefix: str
    branch: str
    test_centre: str


class ExchangePut(ExchangePlaces):
    """An exchange as it is to be."""

    seen: ExchangeSeen | None = None
    """As it was seen before, null for a new one; where there is another one now the answer is 409."""


class ExchangeSort(StrEnum):
    """What exchanges are sorted by; a minus turns it round."""

    PREFIX = "prefix"
    PREFIX_DOWN = "-prefix"
    BRANCH = "branch"
    BRANCH_DOWN = "-branch"


@router.get("", summary="List exchanges")
async def exchanges(
    request: Request,
    _: MayRead,
    asked: PageAsked,
    search: Annotated[SearchText | None, Query()] = None,
    number: Annotated[Prefix | None, Query(description="Those that this line belongs to.")] = None,
    sort: Annotated[ExchangeSort, Query()] = ExchangeSort.PREFIX,
) -> Page[ExchangeShown]:
    """One page."""
    order = by(EXCHANGES.c, sort.value, EXCHANGES.c.prefix)
    store = frame_of(request).people.store
    return await page_of(store, ExchangeShown, matching_exchanges(search, number), order, asked)


@router.put("/{prefix}", status_code=204, summary="Add or change an exchange")
async def put(
    prefix: PrefixInPath,
    body: ExchangePut,
    act: Annotated[Act, Depends(acting(Permission.EXCHANGES_WRITE, "exchanges.change"))],
) -> None:
    """Holds from the next call on."""
    wanted = ExchangePlaces(branch=body.branch, test_centre=body.test_centre)
    await act.write(lambda connection: put_exchange(connection, prefix, wanted, body.seen))


@router.delete("/{prefix}", status_code=204, summary="Remove an exchange")
async def remove(
    prefix: PrefixInPath,
    act: Annotated[Act, Depends(acting(Permission.EXCHANGES_WRITE, "exchanges.remove"))],
) -> None:
    """Its numbers do not exist any more for callers."""
    await act.write(lambda connection: remove_exchange(connection, prefix))
