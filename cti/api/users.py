"""Users, their roles, skills and telephones, for those who may (H16). Nobody is deleted: history names them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Select, select

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.paging import Order, Page, PageAsked, by, rows_of
from cti.api.responses import ERRORS
from cti.people.audit import Act
from cti.people.drafts import UserDraft, UserPatch
from cti.people.fields import Extension, RowId, SearchText
from cti.people.issuing import Issued, add_user, change, new_telephone, new_users_password
from cti.people.permissions import GRANTS, Permission, Role
from cti.people.person import Person
from cti.people.user import ROLES, USERS, User, user_by_id, users_of

router = APIRouter(prefix="/api", tags=["users"], responses=ERRORS)

MayRead = Annotated[Person, Depends(require(Permission.USERS_READ))]
Id = Annotated[RowId, Path()]


class UserShown(BaseModel):
    """One user."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    login: str
    display_name: str
    active: bool
    roles: list[Role]
    skills: dict[str, int]
    team: str | None
    superior_id: int | None
    extension: str | None
    browser_phone: bool
    networks: list[str]
    version: int
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> "UserShown":
        """This user."""
        shown = cls.model_validate(user)
        shown.roles.sort()
        return shown


class IssuedShown(BaseModel):
    """A user, and what was made for them: shown this once, kept nowhere."""

    user: UserShown
    password: str | None = None
    """To sign in with."""
    telephone_password: str | None = None
    """To register the extension with."""

    @classmethod
    def of(cls, issued: Issued) -> "IssuedShown":
        """What was issued."""
        return cls(
            user=UserShown.of(issued.user),
            password=issued.password,
            telephone_password=issued.telephone_password,
        )


class Sort(StrEnum):
    """What users may be sorted by; a minus turns it round."""

    LOGIN = "login"
    LOGIN_DOWN = "-login"
    DISPLAY_NAME = "display_name"
    DISPLAY_NAME_DOWN = "-display_name"
    ID = "id"
    ID_DOWN = "-id"

    @property
    def order(self) -> Order:
        """As columns."""
        return by(USERS.c, self.value, USERS.c.id)


class Filters(BaseModel):
    """Which users."""

    role: Role | None = None
    team: SearchText | None = None
    active: bool | None = None
    extension: Extension | None = None
    search: SearchText | None = None
    """Part of the login or the name."""

    def statement(self) -> Select[tuple[object, ...]]:
        """The users that fit."""
        found = select(USERS)
        if self.role is not None:
            found = found.where(
                USERS.c.id.in_(select(ROLES.c.user_id).where(ROLES.c.role == self.role.value))
            )
        for column in ("team", "active", "extension"):
            if (value := getattr(self, column)) is not None:
                found = found.where(USERS.c[column] == value)
        if self.search:
            found = found.where(
                USERS.c.login.icontains(self.search, autoescape=True)
                | USERS.c.display_name.icontains(self.search, autoescape=True)
            )
        return found


@router.get("/roles", summary="What each role may do")
async def roles(_: Annotated[Person, Depends(require())]) -> dict[Role, list[Permission]]:
    """The one table of roles and permissions."""
    return {role: sorted(permissions) for role, permissions in GRANTS.items()}


@router.get("/users", summary="List users")
async def users(
    request: Request,
    _: MayRead,
    asked: PageAsked,
    filters: Annotated[Filters, Depends()],
    sort: Annotated[Sort, Query()] = Sort.LOGIN,
) -> Page[UserShown]:
    """One page of users."""

    def look(connection: Connection) -> Page[UserShown]:
        rows, following = rows_of(connection, filters.statement(), sort.order, asked)
        return Page(items=[UserShown.of(user) for user in users_of(connection, rows)], next=following)

    return await frame_of(request).people.store.read(look)


@router.get("/users/{user_id}", summary="One user")
async def user(request: Request, _: MayRead, user_id: Id) -> UserShown:
    """By id."""
    found = await frame_of(request).people.store.read(lambda connection: user_by_id(connection, user_id))
    return UserShown.of(found)


@router.post("/users", status_code=201, summary="Add a user")
async def create(
    request: Request,
    act: Annotated[Act, Depends(acting(Permission.USERS_WRITE, "users.create"))],
    body: UserDraft,
) -> IssuedShown:
    """Gives the password, and the telephone's where there is an extension; this once."""
    return IssuedShown.of(await add_user(frame_of(request).people, act, body))


@router.patch("/users/{user_id}", summary="Change a user")
async def patch(
    request: Request,
    act: Annotated[Act, Depends(acting(Permission.USERS_WRITE, "users.change"))],
    user_id: Id,
    body: UserPatch,
) -> IssuedShown:
    """Who loses a role or is deactivated is signed out at once. A new extension comes with a new password."""
    return IssuedShown.of(await change(frame_of(request).people, act, user_id, body))


@router.post("/users/{user_id}/password", status_code=201, summary="Give a user another password")
async def reset(
    request: Request,
    act: Annotated[Act, Depends(acting(Permission.USERS_WRITE, "users.reset_password"))],
    user_id: Id,
) -> IssuedShown:
    """Ends the user's sessions and API tokens."""
    return IssuedShown.of(await new_users_password(frame_of(request).people, act, user_id))


@router.post("/users/{user_id}/telephone", status_code=201, summary="Give a telephone another password")
async def telephone(
    request: Request,
    act: Annotated[Act, Depends(acting(Permission.USERS_WRITE, "users.reset_telephone"))],
    user_id: Id,
) -> IssuedShown:
    """In force within seconds; the telephone has to register anew."""
    return IssuedShown.of(await new_telephone(frame_of(request).people, act, user_id))
