"""Planned works (F1.5): what callers of a prefix hear, from when until when; added, changed, ended."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Connection, Row, Select, delete, insert, literal, select, update

from cti.errors import Conflict, NotFound
from cti.people.audit import Change
from cti.people.fields import Moment
from cti.people.words import cleaned
from cti.site.exchanges import Prefix
from desk.models import PlannedWorksRow, table_of

WORKS = table_of(PlannedWorksRow)

WorksText = Annotated[str, Field(max_length=500), AfterValidator(cleaned)]
"""Shown to agents; may be empty."""


class WorksDraft(BaseModel):
    """Works as they are to be."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    prefix: Prefix
    """An exchange's or longer, down to a single number."""
    starts: Moment
    ends: Moment
    """Not in force any more from this moment on."""
    text_zh: WorksText = ""
    text_en: WorksText = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends <= self.starts:
            raise PydanticCustomError("ends_before_start", "the works end before they begin")
        return self


class WorksSeen(BaseModel):
    """The same as somebody has seen them, whatever an import put there."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    prefix: Prefix
    starts: Moment
    ends: Moment
    text_zh: Annotated[str, Field(max_length=2000)]
    text_en: Annotated[str, Field(max_length=2000)]


class When(StrEnum):
    """Which works, by the moment that is asked about."""

    NOW = "now"
    COMING = "coming"
    PAST = "past"


def matching_works(now: datetime, when: When | None, search: str | None, number: str | None) -> Select[Any]:
    """Those of that time; `search`: the prefix' beginning or a part of a text; `number`: that hold for this line."""
    found = select(WORKS)
    match when:
        case When.NOW:
            found = found.where(WORKS.c.starts <= now, WORKS.c.ends > now)
        case When.COMING:
            found = found.where(WORKS.c.starts > now)
        case When.PAST:
            found = found.where(WORKS.c.ends <= now)
    if search:
        found = found.where(
            WORKS.c.prefix.startswith(search, autoescape=True)
            | WORKS.c.text_zh.icontains(search, autoescape=True)
            | WORKS.c.text_en.icontains(search, autoescape=True)
        )
    if number:
        found = found.where(literal(number).startswith(WORKS.c.prefix))
    return found


def works_of(connection: Connection, works_id: int) -> Row[Any]:
    """By id. Raises NotFound."""
    row = connection.execute(select(WORKS).where(WORKS.c.id == works_id)).one_or_none()
    if row is None:
        raise NotFound("no such works")
    return row


def add_works(connection: Connection, draft: WorksDraft) -> Change[int]:
    """Add works, once if it is said twice; their id. Raises Conflict (others of the prefix begin then)."""
    found = connection.execute(_at(draft)).first()
    if found is not None:
        if _plain(found) == draft.model_dump():
            return Change(found.id, f"works {found.id}")
        raise Conflict("there are works of this prefix already that begin at this moment", code="works_there")
    row = connection.execute(insert(WORKS).values(**draft.model_dump()).returning(WORKS.c.id))
    works_id: int = row.scalar_one()
    return Change(works_id, f"works {works_id}", None, draft.model_dump(mode="json"))


def change_works(connection: Connection, works_id: int, draft: WorksDraft, seen: WorksSeen) -> Change[None]:
    """Change works that were `seen` so. Raises NotFound, Conflict (they are others now)."""
    before = WorksSeen.model_construct(**_plain(works_of(connection, works_id)))
    if before.model_dump() != seen.model_dump():
        raise Conflict("the works have changed meanwhile", code="changed_meanwhile")
    if connection.execute(_at(draft).where(WORKS.c.id != works_id)).first() is not None:
        raise Conflict("there are works of this prefix already that begin at this moment", code="works_there")
    connection.execute(update(WORKS).where(WORKS.c.id == works_id).values(**draft.model_dump()))
    old, new = before.model_dump(mode="json"), draft.model_dump(mode="json")
    names = [name for name in old if old[name] != new[name]]
    return Change(
        None, f"works {works_id}", {name: old[name] for name in names}, {name: new[name] for name in names}
    )


def end_works(connection: Connection, works_id: int, now: datetime) -> Change[None]:
    """End works that are in force. Raises NotFound, Conflict (they have not begun, or are over)."""
    row = works_of(connection, works_id)
    if not row.starts < now < row.ends:
        raise Conflict("the works are not under way", code="works_not_under_way")
    connection.execute(update(WORKS).where(WORKS.c.id == works_id).values(ends=now))
    return Change(None, f"works {works_id}", {"ends": row.ends.isoformat()}, {"ends": now.isoformat()})


def remove_works(connection: Connection, works_id: int, now: datetime) -> Change[None]:
    """Take works away that have not begun. Raises NotFound, Conflict: what callers were told stays on record."""
    row = works_of(connection, works_id)
    if row.starts <= now:
        raise Conflict("works that have begun are ended, not removed", code="works_begun")
    connection.execute(delete(WORKS).where(WORKS.c.id == works_id))
    before = WorksSeen.model_construct(**_plain(row)).model_dump(mode="json")
    return Change(None, f"works {works_id}", before, None)


def _at(draft: WorksDraft) -> Select[Any]:
    return select(WORKS).where(WORKS.c.prefix == draft.prefix, WORKS.c.starts == draft.starts)


def _plain(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in WorksDraft.model_fields}
