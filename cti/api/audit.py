"""Reading the audit log, for those who may; there is no way to change it (PIPL, ASVS 5.0 V16)."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, select

from cti.api.frame import frame_of
from cti.api.guard import require
from cti.api.paging import Order, Page, PageAsked, page_of
from cti.api.responses import ERRORS
from cti.people.fields import Moment, SearchText
from cti.people.permissions import Permission
from cti.people.person import Person
from desk.models import AuditRow, table_of

router = APIRouter(prefix="/api/audit", tags=["audit"], responses=ERRORS)

LOG = table_of(AuditRow)


class Entry(BaseModel):
    """One act of one person."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    person: str
    via: str
    address: str
    action: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    outcome: str


class Filters(BaseModel):
    """Which entries."""

    person: SearchText | None = None
    action: SearchText | None = None
    """`users.change`, or `users.` for all that begin so."""
    subject: SearchText | None = None
    outcome: SearchText | None = None
    since: Moment | None = None
    until: Moment | None = None
    """Before this."""

    def statement(self) -> Select[tuple[object, ...]]:
        """The entries that fit."""
        found = select(LOG)
        for column in ("person", "subject", "outcome"):
            if (value := getattr(self, column)) is not None:
                found = found.where(LOG.c[column] == value)
        if self.action is not None:
            found = found.where(
                LOG.c.action.startswith(self.action, autoescape=True)
                if self.action.endswith(".")
                else LOG.c.action == self.action
            )
        if self.since is not None:
            found = found.where(LOG.c.at >= self.since)
        if self.until is not None:
            found = found.where(LOG.c.at < self.until)
        return found


@router.get("", summary="Read the audit log")
async def entries(
    request: Request,
    _: Annotated[Person, Depends(require(Permission.AUDIT_READ))],
    asked: PageAsked,
    filters: Annotated[Filters, Depends()],
    oldest_first: bool = False,
) -> Page[Entry]:
    """One page, the newest first."""
    order = Order(LOG.c.id, LOG.c.id, descending=not oldest_first)

    return await page_of(frame_of(request).people.store, Entry, filters.statement(), order, asked)
