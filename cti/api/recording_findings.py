"""What the completeness audit found wrong with recordings (K12), and settling it."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from sqlalchemy import Connection

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.paging import Order, Page, PageAsked, rows_of
from cti.api.recording_scope import scope_of
from cti.api.recordings_shown import FindingFilters, FindingShown, Note
from cti.api.responses import ERRORS
from cti.errors import NotFound
from cti.people.audit import Act, Change
from cti.people.fields import RowId
from cti.people.permissions import Permission
from cti.people.person import Person
from recordings.findings import FINDINGS, settle
from recordings.search import matching_findings

router = APIRouter(prefix="/api/recording-findings", tags=["recordings"], responses=ERRORS)


@router.get("", summary="Missing, short, silent, orphaned recordings")
async def findings(
    request: Request,
    person: Annotated[Person, Depends(require(Permission.RECORDINGS_AUDIT))],
    asked: PageAsked,
    filters: Annotated[FindingFilters, Depends()],
) -> Page[FindingShown]:
    """One page, the newest first."""

    def look(connection: Connection) -> Page[FindingShown]:
        statement = matching_findings(
            scope_of(connection, person), open_only=filters.open_only, kind=filters.kind, call=filters.call
        )
        order = Order(FINDINGS.c.id, FINDINGS.c.id, descending=True)
        rows, following = rows_of(connection, statement, order, asked)
        return Page(items=[FindingShown.model_validate(row) for row in rows], next=following)

    return await frame_of(request).people.store.read(look)


@router.post("/{finding}/settle", status_code=204, summary="Settle a finding")
async def settled(
    finding: Annotated[RowId, Path()],
    body: Note,
    act: Annotated[Act, Depends(acting(Permission.RECORDINGS_AUDIT, "recordings.settle"))],
) -> None:
    """Somebody has dealt with it; it stays on record and does not come back."""

    def work(connection: Connection) -> Change[None]:
        scope, now = scope_of(connection, act.person), datetime.now(UTC)
        if not settle(connection, finding, scope, act.person.login, body.note, now):
            raise NotFound("there is no such open finding")
        return Change(None, f"recording finding {finding}", None, {"note": body.note})

    await act.write(work)
