"""The limits that an agent works by, for the desktop's timers (F2, K3)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from cti.api.guard import require
from cti.api.responses import ERRORS
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.steering.call_control import PAUSE_SECONDS
from cti.steering.steering import Steering


class DeskRules(BaseModel):
    """Seconds."""

    ring_seconds: float
    wrap_up_seconds: float
    """After it a wrapped-up agent is ready."""
    recording_pause_seconds: float = PAUSE_SECONDS
    """After it a paused recording goes on."""


def desk_rules_router(steering: Steering) -> APIRouter:
    """The route; `steering` knows Asterisk's knobs."""
    router = APIRouter(prefix="/api/desk-rules", tags=["agents"], responses=ERRORS)

    @router.get("", summary="The limits that agents work by")
    async def rules(_: Annotated[Person, Depends(require(Permission.AGENT_OWN))]) -> DeskRules:
        """As they are in force now."""
        knobs = steering.knobs
        return DeskRules(ring_seconds=knobs.ring_seconds, wrap_up_seconds=knobs.wrapup_seconds)

    return router
