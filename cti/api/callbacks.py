"""Callers who left to be called back: who stands in line for a call, and what became of the last try (§3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from cti.api.guard import require
from cti.api.responses import ERRORS
from cti.floor.state import Callback
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.steering.live_floor import LiveFloor
from cti.views.moment import utc


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackView:
    """One of them. `since`: first entry into the waiting room, the place in line. `tries`: how often the customer was
    called; `not_before`: when again, null at once. `call`: the one under way, empty: none; `agent`: who was asked last.
    """

    id: str
    queue: str
    number: str
    line_number: str
    language: str
    key_account: bool
    in_front: bool
    since: datetime
    tries: int
    not_before: datetime | None
    call: str
    agent: str


def callbacks_router(live: LiveFloor) -> APIRouter:
    """The route; `live`: the floor behind it."""
    router = APIRouter(prefix="/api/callbacks", tags=["floor"], responses=ERRORS)

    @router.get("", summary="Who is to be called back")
    async def callbacks(_: Annotated[Person, Depends(require(Permission.FLOOR_READ))]) -> list[CallbackView]:
        """Whoever waited first comes first."""
        found = sorted(live.floor.callbacks.values(), key=lambda callback: callback.since_at)
        return [_view(callback) for callback in found]

    return router


def _view(callback: Callback) -> CallbackView:
    return CallbackView(
        id=callback.id,
        queue=callback.queue,
        number=callback.number,
        line_number=callback.line_number,
        language=callback.language,
        key_account=callback.key_account,
        in_front=callback.in_front,
        since=utc(callback.since_at),
        tries=callback.tries,
        not_before=utc(callback.not_before_at) if callback.not_before_at else None,
        call=callback.call,
        agent=callback.agent,
    )
