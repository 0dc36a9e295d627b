"""Queues as they are now: who waits, how long, the service level; and putting a waiting caller elsewhere (H15, K2)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from cti.api.guard import acting, require
from cti.api.own_calls import CallId
from cti.api.responses import ERRORS
from cti.errors import NotFound
from cti.live.floor_news import FloorNews
from cti.people.audit import Act
from cti.people.fields import QueueName
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.steering.live_floor import LiveFloor
from cti.steering.steering import Steering
from cti.steering.waiting_callers import WaitingCallers
from cti.views.calls import CallView, call_view
from cti.views.moment import Moment
from cti.views.queues import QueueView, waiting_in

MayRead = Annotated[Person, Depends(require(Permission.FLOOR_READ))]


class Elsewhere(BaseModel):
    """Where a waiting caller is to wait from now on."""

    model_config = ConfigDict(extra="forbid")

    queue: QueueName


def queues_router(live: LiveFloor, news: FloorNews, steering: Steering, waiting: WaitingCallers) -> APIRouter:
    """The routes. `news` counts the service levels."""
    router = APIRouter(prefix="/api/queues", tags=["queues"], responses=ERRORS)

    @router.get("", summary="All queues")
    async def queues(_: MayRead) -> list[QueueView]:
        """With their figures of the last half hour."""
        return news.queues()

    @router.get("/{queue}", summary="One queue")
    async def queue(queue: QueueName, _: MayRead) -> QueueView:
        """By name."""
        for view in news.queues():
            if view.name == queue:
                return view
        raise NotFound("no such queue", code="no_such_queue")

    @router.get("/{queue}/waiting", summary="Who waits in a queue")
    async def callers(queue: QueueName, _: MayRead) -> list[CallView]:
        """The longest first."""
        now = Moment.now()
        return [call_view(call, now) for call in waiting_in(live.floor).get(queue, ())]

    @router.post("/waiting/{call}/first", status_code=204, summary="Put a waiting caller in front")
    async def first(
        call: CallId, act: Annotated[Act, Depends(acting(Permission.FLOOR_STEER, "queues.prioritise"))]
    ) -> None:
        """Before all others, whatever their priority."""
        await act.note(f"call {call}")
        await steering.prioritise(call, act.person.login)

    @router.put("/waiting/{call}/queue", status_code=204, summary="Let a waiting caller wait elsewhere")
    async def move(
        call: CallId,
        elsewhere: Elsewhere,
        act: Annotated[Act, Depends(acting(Permission.FLOOR_STEER, "queues.move"))],
    ) -> None:
        """The time that the caller has waited counts on."""
        await act.note(f"call {call}", after={"queue": elsewhere.queue})
        await waiting.move(call, elsewhere.queue, act.person.login)

    return router
