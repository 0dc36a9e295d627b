"""The API as a whole: what it needs, its routers, and how it goes into the app."""

from dataclasses import dataclass

from fastapi import APIRouter, FastAPI

from cti.api import audit, live_ticket, session, tokens, users
from cti.api.frame import Frame

OWN = (session.router, users.router, tokens.router, audit.router, live_ticket.router)


@dataclass(frozen=True, slots=True)
class Api:
    """`routers`: those of the other rooms; every path begins with /api."""

    frame: Frame
    routers: tuple[APIRouter, ...] = ()

    @property
    def all_routers(self) -> tuple[APIRouter, ...]:
        """The API's own and those of the other rooms."""
        return (*OWN, *self.routers)

    def add_to(self, app: FastAPI) -> None:
        """Serve it all."""
        app.state.frame = self.frame
        for router in self.all_routers:
            app.include_router(router)
