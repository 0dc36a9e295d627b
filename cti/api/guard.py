"""Who asks, and may they: the one way into every route (H16, S8, S10, S13).

A route that reads:

    @router.get("/api/calls")
    async def calls(person: Annotated[Person, Depends(require(Permission.CALLS_READ))]) -> …

A route that does something (POST, PUT, PATCH, DELETE) takes an `Act` instead, and so is in the audit log:

    @router.post("/api/calls/{call}/hold", status_code=204)
    async def hold(call: CallId, act: Annotated[Act, Depends(acting(Permission.CALLS_OWN, "calls.hold"))]) -> None:
        await act.note(f"call {call}")                  # before Asterisk is asked
        …                                               # act.person is the Person
    …                                                   # or, where the database changes, in its transaction:
        user = await act.write(lambda connection: change_user(connection, …))     # work gives a Change

What the route does not note itself is noted for it: who is refused (with the path), what fails, what was forgotten.
Refusals are raised from cti/errors.py. Ids of rows that are not this person's to see raise NotFound. The router is

    router = APIRouter(tags=["calls"], responses=ERRORS)

with whole paths, and goes into `Api.routers` (cti/api/api.py). Fields of requests come from cti/people/fields.py,
lists from cti/api/paging.py. A WebSocket calls `live_person`.
"""

import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security, WebSocket
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from cti.api.frame import COOKIE, Frame, frame_of
from cti.errors import NotAllowed, NotSignedIn, Refused, Unavailable
from cti.people.audit import Act
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.people.secret_words import LONGEST
from cti.people.words import cleaned

log = logging.getLogger(__name__)

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_cookie = APIKeyCookie(
    name=COOKIE,
    scheme_name="session",
    auto_error=False,
    description=f"Set by POST /api/session; `__Host-{COOKIE}` over TLS. Unsafe methods need the header Origin.",
)
_bearer = HTTPBearer(
    scheme_name="token", auto_error=False, description="A personal API token, made by POST /api/tokens."
)


async def signed_in(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    _: Annotated[str | None, Security(_cookie)],
) -> Person:
    """Whoever has sent this, by API token or session. Raises NotSignedIn, CrossOrigin, WrongNetwork."""
    frame = frame_of(request)
    person = await (
        _by_cookie(frame, request)
        if bearer is None
        else frame.people.by_token(bearer.credentials[:LONGEST], frame.address_of(request))
    )
    if person is None:
        raise NotSignedIn("sign in first")
    return person


async def _by_cookie(frame: Frame, request: Request) -> Person | None:
    secret = request.cookies.get(frame.cookie_name)
    if not secret:
        return None
    if request.method not in SAFE:
        frame.origins.check(request.headers, request.url.scheme)
    return await frame.people.by_session(secret[:LONGEST], frame.address_of(request))


@dataclass(frozen=True, slots=True)
class Require:
    """The dependency behind `require`."""

    permission: Permission | None

    async def __call__(self, person: Annotated[Person, Depends(signed_in)]) -> Person:
        """The person. Raises NotAllowed."""
        if self.permission is not None and not person.may(self.permission):
            raise NotAllowed(
                f"this needs the permission {self.permission.value}",
                code="permission_needed",
                permission=self.permission.value,
            )
        return person


@dataclass(frozen=True, slots=True)
class Acting:
    """The dependency behind `acting`."""

    permission: Permission | None
    action: str

    async def __call__(
        self, request: Request, person: Annotated[Person, Depends(signed_in)]
    ) -> AsyncIterator[Act]:
        """The act, which is in the audit log in any case. Raises NotAllowed."""
        act = frame_of(request).people.act(person, self.action)
        outcome = "done"
        try:
            await Require(self.permission)(person)
            yield act
        except Exception as trouble:
            outcome = "refused" if isinstance(trouble, Refused) else "failed"
            raise
        finally:
            if not act.noted:
                await _note_late(act, cleaned(request.url.path), outcome)


async def _note_late(act: Act, path: str, outcome: str) -> None:
    with contextlib.suppress(Unavailable):
        await act.note(path, outcome=outcome)
        return
    log.error("An act is not in the audit log", extra={"action": act.action, "outcome": outcome})


def require(permission: Permission | None = None) -> Require:
    """A dependency that gives the Person; None: signed in is enough."""
    return Require(permission)


def acting(permission: Permission | None, action: str) -> Acting:
    """A dependency that gives the Act of the person; `action` is `noun.verb`."""
    return Acting(permission, action)


async def live_person(websocket: WebSocket, ticket: str) -> Person:
    """Whoever opens the live channel with this ticket (S13); call it before `accept`.

    Raises CrossOrigin, NotSignedIn, WrongNetwork, Unavailable. Rights change: ask `People.refresh` now and then.
    """
    frame = frame_of(websocket)
    frame.origins.check(websocket.headers, {"ws": "http", "wss": "https"}.get(websocket.url.scheme, ""))
    person = await frame.people.redeem_ticket(ticket[:LONGEST], frame.address_of(websocket))
    if person is None:
        raise NotSignedIn("the ticket is used, late, or none")
    return person
