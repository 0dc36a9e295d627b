"""Planned works (工程影响): a known outage of an exchange, a range or a line, for those who keep them (F1.5, H15)."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.paging import Page, PageAsked, by, page_of
from cti.api.responses import ERRORS
from cti.people.audit import Act
from cti.people.fields import RowId, SearchText
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.site.exchanges import Prefix
from cti.site.works import (
    WORKS,
    When,
    WorksDraft,
    WorksSeen,
    add_works,
    change_works,
    end_works,
    matching_works,
    remove_works,
    works_of,
)

router = APIRouter(prefix="/api/works", tags=["works"], responses=ERRORS)

MayRead = Annotated[Person, Depends(require(Permission.SITE_READ))]
WorksId = Annotated[RowId, Path()]


class WorksShown(BaseModel):
    """One outage."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    prefix: str
    starts: datetime
    ends: datetime
    text_zh: str
    text_en: str


class WorksPut(WorksDraft):
    """Works as they are to be."""

    seen: WorksSeen
    """As they were seen before; where they are others now the answer is 409."""


class WorksSort(StrEnum):
    """What works are sorted by; a minus turns it round."""

    STARTS = "starts"
    STARTS_DOWN = "-starts"
    ENDS = "ends"
    ENDS_DOWN = "-ends"
    PREFIX = "prefix"
    PREFIX_DOWN = "-prefix"


@router.get("", summary="List planned works")
async def works(
    request: Request,
    _: MayRead,
    asked: PageAsked,
    when: Annotated[When | None, Query()] = None,
    search: Annotated[SearchText | None, Query()] = None,
    number: Annotated[Prefix | None, Query(description="Those that hold for this line.")] = None,
    sort: Annotated[WorksSort, Query()] = WorksSort.STARTS_DOWN,
) -> Page[WorksShown]:
    """One page."""
    store = frame_of(request).people.store
    statement = matching_works(store.now(), when, search, number)
    return await page_of(store, WorksShown, statement, by(WORKS.c, sort.value, WORKS.c.id), asked)


@router.post("", status_code=201, summary="Add planned works")
async def add(
    request: Request,
    body: WorksDraft,
    act: Annotated[Act, Depends(acting(Permission.WORKS_WRITE, "works.create"))],
) -> WorksShown:
    """Callers hear of them from `starts` on. The same ones said twice are there once."""
    return await _shown(request, await act.write(lambda connection: add_works(connection, body)))


@router.put("/{works_id}", summary="Change planned works")
async def change(
    request: Request,
    works_id: WorksId,
    body: WorksPut,
    act: Annotated[Act, Depends(acting(Permission.WORKS_WRITE, "works.change"))],
) -> WorksShown:
    """Holds from the next call on."""
    draft = WorksDraft.model_validate(body.model_dump(exclude={"seen"}))
    await act.write(lambda connection: change_works(connection, works_id, draft, body.seen))
    return await _shown(request, works_id)


@router.post("/{works_id}/end", summary="End works that are under way")
async def end(
    request: Request,
    works_id: WorksId,
    act: Annotated[Act, Depends(acting(Permission.WORKS_WRITE, "works.end"))],
) -> WorksShown:
    """Now."""
    now = frame_of(request).people.store.now()
    await act.write(lambda connection: end_works(connection, works_id, now))
    return await _shown(request, works_id)


@router.delete("/{works_id}", status_code=204, summary="Remove works that have not begun")
async def remove(
    request: Request,
    works_id: WorksId,
    act: Annotated[Act, Depends(acting(Permission.WORKS_WRITE, "works.remove"))],
) -> None:
    """Works that have begun can be ended."""
    now = frame_of(request).people.store.now()
    await act.write(lambda connection: remove_works(connection, works_id, now))


async def _shown(request: Request, works_id: int) -> WorksShown:
    store = frame_of(request).people.store
    return WorksShown.model_validate(await store.read(lambda connection: works_of(connection, works_id)))
