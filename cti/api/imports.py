"""Bringing exchanges, subscribers and planned works in by upload: checked first, then taken as a whole (H15).

The body is the file itself, CSV (UTF-8 or GB18030) or XLSX, 200 MB at most, with the columns of
docs/imports-exports.md. Its errors have line and column.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Row

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.responses import ERRORS
from cti.errors import NotAllowed, NotFound
from cti.people.audit import Act
from cti.people.fields import ShownText
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.site.import_runs import run_of, runs_of
from cti.site.importer import Importer
from desk.imports.refusal import FileCode, RowCode


class ImportKind(StrEnum):
    """What a file holds."""

    EXCHANGES = "exchanges"
    SUBSCRIBERS = "subscribers"
    WORKS = "works"


NEEDS = {
    ImportKind.EXCHANGES: Permission.EXCHANGES_WRITE,
    ImportKind.SUBSCRIBERS: Permission.SUBSCRIBERS_IMPORT,
    ImportKind.WORKS: Permission.WORKS_WRITE,
}


class ImportState(StrEnum):
    """How far an import is."""

    RECEIVING = "receiving"
    CHECKING = "checking"
    CHECKED = "checked"
    TAKING = "taking"
    DONE = "done"
    FAULTY = "faulty"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"


class BadRowShown(BaseModel):
    """One row that can't be taken. `column` empty: the row as a whole. `reason` is English."""

    line: int
    column: str
    reason: str
    code: RowCode | None = None
    """Stable name of the reason; none: listed by an earlier version."""
    params: dict[str, str | int] = {}


class ImportChanges(BaseModel):
    """Rows."""

    added: int
    updated: int
    unchanged: int
    removed: int


class ImportShown(BaseModel):
    """One import."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: ImportKind
    file: str
    bytes: int
    replaces: bool
    state: ImportState
    rows: int
    """Read so far."""
    bad_rows: int
    changes: ImportChanges | None
    """`checked`: what would be changed; `done`: what was."""
    first_errors: list[BadRowShown]
    """100 at most; all of them are in errors.csv."""
    reason: str | None
    """Why nothing of the file could be read, in English; `reason_code` is its stable name."""
    reason_code: FileCode | None
    reason_params: dict[str, str | int] | None
    begun_at: datetime
    ended_at: datetime | None
    by: str


Asks = Annotated[Person, Depends(require(Permission.SITE_READ))]


def imports_router(importer: Importer) -> APIRouter:
    """The routes of one node."""
    router = APIRouter(prefix="/api/imports", tags=["imports"], responses=ERRORS)

    @router.get("", summary="The newest imports")
    async def runs(request: Request, person: Asks) -> list[ImportShown]:
        """Of the kinds that one may bring in."""
        kinds = [kind.value for kind, needed in NEEDS.items() if person.may(needed)]
        rows = await frame_of(request).people.store.read(
            lambda connection: connection.execute(runs_of(kinds)).all()
        )
        return [ImportShown.model_validate(row) for row in rows]

    @router.post(
        "/{kind}",
        status_code=202,
        summary="Bring a file in",
        openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
    )
    async def receive(
        request: Request,
        kind: ImportKind,
        act: Annotated[Act, Depends(acting(None, "imports.begin"))],
        request_id: Annotated[UUID, Query(description="Made by the client; becomes the import's id.")],
        file: Annotated[ShownText, Query(description="The file's name, for people.")],
        dry_run: Annotated[bool, Query(description="Check it, and change nothing.")] = False,
        replace: Annotated[bool, Query(description="Remove the rows that the file lacks.")] = False,
    ) -> ImportShown:
        """Answers once the file is here; `GET /api/imports/{id}` says how far it is."""
        _allow(act.person, kind)
        run = str(request_id)
        await importer.receive(run, kind.value, file, request.stream(), act, replace=replace, dry_run=dry_run)
        return await _shown(request, act.person, request_id)

    @router.get("/{run}", summary="How far an import is")
    async def one(request: Request, run: UUID, person: Asks) -> ImportShown:
        """By id."""
        return await _shown(request, person, run)

    @router.post("/{run}/take", status_code=202, summary="Take what was checked")
    async def take(
        request: Request, run: UUID, act: Annotated[Act, Depends(acting(None, "imports.take"))]
    ) -> ImportShown:
        """The very file that was checked, once."""
        await _shown(request, act.person, run)
        await importer.take(str(run), act)
        return await _shown(request, act.person, run)

    @router.get("/{run}/errors.csv", summary="All bad rows", response_class=FileResponse)
    async def errors(request: Request, run: UUID, person: Asks) -> FileResponse:
        """Line, column, reason in English, its `code` and `params` as JSON; kept for 30 days."""
        await _shown(request, person, run)
        path = importer.errors_file(str(run))
        if not path.is_file():
            raise NotFound("there is no list of errors")
        return FileResponse(path, media_type="text/csv; charset=utf-8", filename=f"errors-{run}.csv")

    return router


def _allow(person: Person, kind: ImportKind) -> None:
    if not person.may(NEEDS[kind]):
        raise NotAllowed(
            f"this needs the permission {NEEDS[kind].value}",
            code="permission_needed",
            permission=NEEDS[kind].value,
        )


async def _shown(request: Request, person: Person, run: UUID) -> ImportShown:
    row: Row[Any] = await frame_of(request).people.store.read(lambda connection: run_of(connection, str(run)))
    shown = ImportShown.model_validate(row)
    if not person.may(NEEDS[shown.kind]):
        raise NotFound("no such import")
    return shown
