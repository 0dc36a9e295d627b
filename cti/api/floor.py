"""The floor board at one moment, and where the floor and Asterisk differed (H15, restarts)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from cti.api.guard import require
from cti.api.responses import ERRORS
from cti.live.floor_news import FloorNews
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.reading.discrepancies import Discrepancy
from cti.views.board import BoardView
from cti.views.hour import HourPoint
from cti.views.moment import utc


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancyView:
    """Both versions of one thing. `what`: call, leg, bridge or telephone; empty: it did not exist there."""

    at: datetime
    what: str
    id: str
    floor: str
    asterisk: str


def floor_router(news: FloorNews, discrepancies: Callable[[], Sequence[Discrepancy]]) -> APIRouter:
    """The routes; `discrepancies` gives those found so far."""
    router = APIRouter(prefix="/api", tags=["floor"], responses=ERRORS)

    @router.get("/floor", summary="The floor board")
    async def board(_: Annotated[Person, Depends(require(Permission.FLOOR_READ))]) -> BoardView:
        """As /api/live keeps it up to date."""
        return news.board()

    @router.get("/floor/hour", summary="The last hour in steps")
    async def hour(_: Annotated[Person, Depends(require(Permission.FLOOR_READ))]) -> list[HourPoint]:
        """Waiting callers and service level, since the service started at most."""
        return news.hour.points

    @router.get("/discrepancies", summary="Where floor and Asterisk differed")
    async def differences(
        _: Annotated[Person, Depends(require(Permission.HEALTH_READ))],
    ) -> list[DiscrepancyView]:
        """Found after a restart or a gap, with both versions, the oldest first."""
        return [
            DiscrepancyView(at=utc(d.at), what=d.what, id=d.id, floor=d.floor, asterisk=d.asterisk)
            for d in discrepancies()
        ]

    return router
