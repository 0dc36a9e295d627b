"""Code lists (数据字典): what a form's field offers; a site sets them (H16)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Connection

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.responses import ERRORS
from cti.errors import Conflict, NotFound
from cti.people.audit import Act, Change
from cti.people.fields import ShownText
from cti.people.permissions import Permission
from cti.people.person import Person
from desk.code_lists.entry import CodeEntry
from desk.code_lists.store import CodeList, all_lists, change_list, code_list

router = APIRouter(prefix="/api/code-lists", tags=["code lists"], responses=ERRORS)

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class EntryShown(BaseModel):
    """One value. `active` false: no longer offered, but still readable where it was once noted."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    code: Code
    zh: ShownText
    en: ShownText
    active: bool = True


class CodeListShown(BaseModel):
    """One list, its entries in their order. `version` 0: as a new site has it."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    version: int
    entries: list[EntryShown]


class NewEntries(BaseModel):
    """The list as it is to be; what is left out stays at its end, inactive."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=0)]
    """That of the list that was shown."""
    entries: Annotated[list[EntryShown], Field(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _each_once(self) -> "NewEntries":
        if len({entry.code for entry in self.entries}) < len(self.entries):
            raise PydanticCustomError("twice", "a code stands in a list once")
        if not any(entry.active for entry in self.entries):
            raise PydanticCustomError("nothing_offered", "a list offers something")
        return self


@router.get("", summary="All code lists")
async def everything(request: Request, _: Annotated[Person, Depends(require())]) -> list[CodeListShown]:
    """With the entries that are no longer offered."""
    found = await frame_of(request).people.store.read(all_lists)
    return [CodeListShown.model_validate(one) for one in found]


@router.get("/{name}", summary="One code list")
async def one(request: Request, name: Code, _: Annotated[Person, Depends(require())]) -> CodeListShown:
    """`disposition`, `pause_reason`, `recording_pause` or `transfer_reason`."""
    found = await frame_of(request).people.store.read(lambda connection: known_list(connection, name))
    return CodeListShown.model_validate(found)


@router.put("/{name}", summary="Change a code list")
async def change(
    request: Request,
    name: Code,
    body: NewEntries,
    act: Annotated[Act, Depends(acting(Permission.QUEUES_WRITE, "code_lists.change"))],
) -> CodeListShown:
    """Refused when somebody else has changed it since: 409."""
    now = frame_of(request).people.store.now()
    wanted = [CodeEntry(**entry.model_dump()) for entry in body.entries]

    def work(connection: Connection) -> Change[CodeListShown]:
        before = known_list(connection, name)
        after = change_list(connection, before, wanted, now) if before.version == body.version else None
        if after is None:
            raise Conflict("somebody else has changed this list meanwhile", code="changed_meanwhile")
        shown = CodeListShown.model_validate(after)
        return Change(shown, f"code list {name}", *_differences(before, after))

    return await act.write(work)


def known_list(connection: Connection, name: str) -> CodeList:
    """The list. Raises NotFound."""
    found = code_list(connection, name)
    if found is None:
        raise NotFound("no such list")
    return found


def _differences(before: CodeList, after: CodeList) -> tuple[dict[str, Any], dict[str, Any]]:
    """The entries that differ, on both sides, and the order of what is offered where that does."""
    sides = [
        {"order": [one.code for one in side.entries if one.active]} | _words(side) for side in (before, after)
    ]
    names = [name for name in {**sides[0], **sides[1]} if sides[0].get(name) != sides[1].get(name)]
    old, new = ({name: side[name] for name in names if name in side} for side in sides)
    return old, new


def _words(shown: CodeList) -> dict[str, Any]:
    return {f"entry {one.code}": [one.zh, one.en] for one in shown.entries}
