"""Signing in and out in a browser, who one is, and one's own password (ASVS 5.0, V6 and V7)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from cti.api.frame import frame_of
from cti.api.guard import require
from cti.api.responses import ERRORS
from cti.errors import NotAllowed
from cti.people.passwords import LONGEST
from cti.people.permissions import Permission, Role
from cti.people.person import Person, Via
from cti.people.words import cleaned

router = APIRouter(prefix="/api/session", tags=["session"], responses=ERRORS)

Password = Annotated[str, Field(max_length=LONGEST)]
SignedIn = Annotated[Person, Depends(require())]


class SignIn(BaseModel):
    """Name and password."""

    model_config = ConfigDict(extra="forbid")

    login: Annotated[str, Field(max_length=64), AfterValidator(lambda text: cleaned(text).lower())]
    password: Password


class NewPassword(BaseModel):
    """The password so far and the one from now on."""

    model_config = ConfigDict(extra="forbid")

    old: Password
    new: Password


class Me(BaseModel):
    """Who is signed in, and what that person may do from here."""

    id: int
    login: str
    display_name: str
    roles: list[Role]
    permissions: list[Permission]
    team: str | None
    extension: str | None
    via: Via

    @classmethod
    def of(cls, person: Person) -> "Me":
        """This person."""
        return cls(
            id=person.id,
            login=person.login,
            display_name=person.display_name,
            roles=sorted(person.roles),
            permissions=sorted(person.permissions),
            team=person.team,
            extension=person.extension,
            via=person.via,
        )


@router.post("", status_code=201, summary="Sign in")
async def sign_in(request: Request, response: Response, body: SignIn) -> Me:
    """The session's secret comes as a cookie that scripts cannot read; the browser's session of before ends."""
    frame = frame_of(request)
    if {"origin", "sec-fetch-site"} & set(request.headers):
        frame.origins.check(request.headers, request.url.scheme)
    before = request.cookies.get(frame.cookie_name, "")
    person, secret = await frame.people.sign_in(
        body.login, body.password, frame.address_of(request), instead_of=before
    )
    frame.give_cookie(response, secret)
    return Me.of(person)


@router.get("", summary="Who am I")
async def who_am_i(person: SignedIn) -> Me:
    """The desktop asks this first."""
    return Me.of(person)


@router.delete("", status_code=204, summary="Sign out")
async def sign_out(request: Request, response: Response, person: SignedIn, everywhere: bool = False) -> None:
    """`everywhere` ends all of the person's sessions."""
    frame = frame_of(request)
    if person.via is not Via.SESSION and not everywhere:
        raise NotAllowed("a token is revoked, not signed out", code="not_by_token")
    await frame.people.sign_out(person, everywhere=everywhere)
    frame.take_cookie(response)


@router.put("/password", status_code=204, summary="Change one's password")
async def change_password(request: Request, person: SignedIn, body: NewPassword) -> None:
    """All other sessions of the person end."""
    await frame_of(request).people.change_password(person, body.old, body.new)
