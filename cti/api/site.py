"""What everybody may know of this site, signed in or not: the desktop asks it first."""

from fastapi import APIRouter
from pydantic import BaseModel

from cti.api.responses import ERRORS


class Site(BaseModel):
    """`zone`: IANA name of the time zone that people see."""

    zone: str
    version: str


def site_router(zone: str, version: str) -> APIRouter:
    """One route."""
    router = APIRouter(tags=["site"], responses=ERRORS)

    @router.get("/api/site", summary="Zone and version")
    async def site() -> Site:
        """Without signing in."""
        return Site(zone=zone, version=version)

    return router
