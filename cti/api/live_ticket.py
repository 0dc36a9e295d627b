"""A ticket for the live channel, which a page asks for just before it opens the WebSocket (S13)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from cti.api.frame import frame_of
from cti.api.guard import require
from cti.api.responses import ERRORS
from cti.people.person import Person
from cti.people.tickets import GOOD_FOR

router = APIRouter(prefix="/api/live", tags=["live"], responses=ERRORS)


class Ticket(BaseModel):
    """Good for one use within `seconds`."""

    ticket: str
    seconds: int = int(GOOD_FOR.total_seconds())


@router.post("/ticket", status_code=201, summary="A ticket for the live channel")
async def ticket(request: Request, person: Annotated[Person, Depends(require())]) -> Ticket:
    """Bound to the session or token that asks; void when that ends."""
    return Ticket(ticket=await frame_of(request).people.issue_ticket(person))
