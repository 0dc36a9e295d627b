"""Marks and notes at a moment of a recording (H4), for those who may listen to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request
from pydantic import AfterValidator, BaseModel, Field
from sqlalchemy import Connection, Row

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.recording_scope import scope_of
from cti.api.responses import ERRORS
from cti.errors import Invalid, NotAllowed, NotFound
from cti.people.audit import Act, Change
from cti.people.fields import RowId, visible
from cti.people.permissions import Permission, Role
from cti.people.person import Person
from desk.models.recording_mark import LONGEST_MARK
from recordings.errors import BeyondTheEnd, NoSuchMark, NoSuchRecording, NotTheirs
from recordings.marks import NewMark, add_mark, delete_mark, marks_of

router = APIRouter(prefix="/api/recordings/{recording}/marks", tags=["recordings"], responses=ERRORS)

Id = Annotated[RowId, Path()]
MayListen = Annotated[Person, Depends(require(Permission.RECORDINGS_LISTEN))]


class MarkDraft(BaseModel):
    """A note that is to be kept; `request_id` is a UUID of the client's: sent again, it makes no second one."""

    request_id: UUID
    at_seconds: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_MARK), AfterValidator(visible)]


class MarkShown(BaseModel):
    """A note at a moment; seconds since the recording began."""

    id: int
    at_seconds: float
    text: str
    by: str
    by_name: str | None
    created_at: datetime
    may_delete: bool
    """Whether whoever asks may take it away."""

    @classmethod
    def of(cls, row: Row[Any], person: Person) -> "MarkShown":
        """This mark, as this person sees it."""
        fields = {name: getattr(row, name) for name in cls.model_fields if name != "may_delete"}
        return cls(**fields, may_delete=row.by == person.login or _may_delete_any(person))


def _may_delete_any(person: Person) -> bool:
    return Role.SHIFT_SUPERVISOR in person.roles


@router.get("", summary="What was noted of a recording")
async def marks(request: Request, recording: Id, person: MayListen) -> list[MarkShown]:
    """In order of the moments."""

    def look(connection: Connection) -> list[Row[Any]]:
        return marks_of(connection, recording, scope_of(connection, person))

    with _refused():
        rows = await frame_of(request).people.store.read(look)
    return [MarkShown.of(row, person) for row in rows]


@router.post("", status_code=201, summary="Note something at a moment")
async def mark(
    recording: Id,
    body: MarkDraft,
    act: Annotated[Act, Depends(acting(Permission.RECORDINGS_LISTEN, "recordings.mark"))],
) -> MarkShown:
    """The same request again gives the mark that it made."""
    new = NewMark(body.at_seconds, body.text, str(body.request_id))

    def work(connection: Connection) -> Change[Row[Any]]:
        scope, now = scope_of(connection, act.person), datetime.now(UTC)
        row = add_mark(connection, recording, new, by=act.person.login, scope=scope, at=now)
        after = {"mark": row.id, "at_seconds": row.at_seconds}
        return Change(row, f"recording {recording}", None, after)

    with _refused():
        return MarkShown.of(await act.write(work), act.person)


@router.delete("/{mark}", status_code=204, summary="Take a note away")
async def unmark(
    recording: Id,
    mark: Annotated[RowId, Path()],
    act: Annotated[Act, Depends(acting(Permission.RECORDINGS_LISTEN, "recordings.unmark"))],
) -> None:
    """One's own; a shift supervisor anybody's. The recording's history keeps what it said."""
    anybodys = _may_delete_any(act.person)

    def work(connection: Connection) -> Change[None]:
        scope, now = scope_of(connection, act.person), datetime.now(UTC)
        row = delete_mark(
            connection, recording, mark, by=act.person.login, anybodys=anybodys, scope=scope, at=now
        )
        before = {"mark": row.id, "at_seconds": row.at_seconds, "by": row.by}
        return Change(None, f"recording {recording}", before, None)

    with _refused():
        await act.write(work)


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except NoSuchRecording as error:
        raise NotFound("there is no such recording") from error
    except NoSuchMark as error:
        raise NotFound("there is no such mark") from error
    except BeyondTheEnd as error:
        raise Invalid("the recording is over before that moment", code="after_the_end") from error
    except NotTheirs as error:
        raise NotAllowed("somebody else wrote this mark", code="mark_of_another") from error
