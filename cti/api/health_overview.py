"""One view of a node's health, and its settings as they are in force, for those who operate it (H16, R12)."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from cti.api.guard import require
from cti.api.responses import ERRORS
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.site.health import Health, HealthDesk

Asks = Annotated[Person, Depends(require(Permission.HEALTH_READ))]


class SettingShown(BaseModel):
    """One setting; what is secret shows as `***`."""

    name: str
    """As in faultline.toml; `FAULTLINE_` and upper case in the environment."""
    value: str
    source: str
    """environment, faultline.toml or default."""
    about: str


def health_overview_router(desk: HealthDesk, settings: Sequence[SettingShown]) -> APIRouter:
    """The routes of one node; `settings` as they were at its start."""
    router = APIRouter(prefix="/api", tags=["health"], responses=ERRORS)

    @router.get("/health-overview", summary="How this node is")
    async def overview(_: Asks) -> Health:
        """Everything at this moment."""
        return await desk.look()

    @router.get("/settings", summary="The settings in force")
    async def shown(_: Asks) -> list[SettingShown]:
        """Secrets hidden. Changed in the environment or the file, with a restart."""
        return list(settings)

    return router
