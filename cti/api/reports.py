"""Fault reports: find them, and everything about one (page of reports; F1, F2)."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, Field, StringConstraints

from cti.api.frame import frame_of
from cti.api.guard import require
from cti.api.own_calls import CallId
from cti.api.paging import Page, PageAsked
from cti.api.report_book import ReportBook
from cti.api.reports_shown import ReportShown, ReportWhole, Sort
from cti.api.responses import ERRORS
from cti.people.fields import Login, Moment, SearchText
from cti.people.permissions import Permission
from cti.people.person import Person
from desk.models import ReportStatus
from desk.models.fault_report import Handling
from desk.report_search import Wanted

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")]
ReportNumber = Annotated[Digits, Path(description="The report's number.")]
SymptomClass = Literal["1", "2", "3", "4", "5", "6", "7"]
"""As on the keypad (F1.9): no dial tone, noise, cannot call out, cannot be called, cut off, broadband, other."""
Word = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,64}$")]
MayRead = Annotated[Person, Depends(require(Permission.REPORTS_READ))]


class Filters(BaseModel):
    """Which reports."""

    text: Digits | None = None
    """First digits of the report's number, the line's or the contact's."""
    line_number: Digits | None = None
    call: CallId | None = None
    status: ReportStatus | None = None
    confirmed: bool | None = None
    exchange: Digits | None = None
    """The line's number begins so."""
    branch: SearchText | None = None
    language: Literal["zh", "en"] | None = None
    outcome: Word | None = None
    symptom_class: SymptomClass | None = None
    handling: Handling | None = None
    by: Login | None = None
    """Whoever took it down; `automatic`: the flow."""
    since: Moment | None = None
    until: Moment | None = None
    """Before this."""
    repeats: Annotated[int, Field(ge=0, le=10_000)] | None = None
    """Repeated so often at least."""
    overdue: bool | None = None
    """Open past the deadline."""


def reports_router(book: ReportBook) -> APIRouter:
    """The routes that read."""
    router = APIRouter(prefix="/api/reports", tags=["reports"], responses=ERRORS)

    @router.get("", summary="Find fault reports")
    async def search(
        request: Request,
        _: MayRead,
        asked: PageAsked,
        filters: Annotated[Filters, Depends()],
        sort: Sort = Sort.CREATED_AT_DOWN,
    ) -> Page[ReportShown]:
        """One page."""
        wanted = _wanted(filters, book)
        store = frame_of(request).people.store
        return await store.read(lambda connection: book.page(connection, wanted, sort, asked))

    @router.get("/{number}", summary="Everything about one fault report")
    async def one(request: Request, number: ReportNumber, person: MayRead) -> ReportWhole:
        """With subscriber, planned works, line tests, and what happened in order."""
        store = frame_of(request).people.store
        row = await store.read(lambda connection: book.row(connection, number))
        view = await book.desk.look_up(row["line_number"]) if row["line_number"] else None
        return await store.read(lambda connection: book.whole(connection, row, view, person))

    return router


def _wanted(filters: Filters, book: ReportBook) -> Wanted:
    late = book.desk.journal.clock.wall() - timedelta(hours=book.repair_hours)
    return Wanted(**filters.model_dump(), late_before=late)
