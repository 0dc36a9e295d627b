"""Listening in: leave to, beginning, changing the way, ending (S8). The audit log has it before anything is heard."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from cti.api.guard import acting, require
from cti.api.own_calls import CallId
from cti.api.responses import ERRORS
from cti.people.audit import Act
from cti.people.fields import ShownText
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.steering.listen_grants import GOOD_SECONDS
from cti.steering.listen_in import ListenIn
from cti.steering.listen_rights import ListenMode, check_mode
from cti.steering.listening import Listening

ListenId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class Why(BaseModel):
    """Why somebody wants to listen; it stays in the audit log."""

    model_config = ConfigDict(extra="forbid")

    reason: ShownText


class Leave(BaseModel):
    """Good for one use within `seconds`."""

    token: str
    agent: str
    seconds: float = GOOD_SECONDS


class Begin(BaseModel):
    """The token of the leave."""

    model_config = ConfigDict(extra="forbid")

    token: Annotated[str, Field(min_length=1, max_length=100)]


class Way(BaseModel):
    """How to listen from now on."""

    model_config = ConfigDict(extra="forbid")

    mode: ListenMode


class ListenState(StrEnum):
    """How far it is."""

    CALLING = "calling"
    ON = "on"
    MOVED = "moved"
    ENDED = "ended"


class ListenView(BaseModel):
    """One listen-in of one's own."""

    id: str
    call: str
    agent: str
    mode: ListenMode
    state: ListenState

    @classmethod
    def of(cls, one: ListenIn) -> "ListenView":
        """As it stands."""
        return cls(id=one.id, call=one.call, agent=one.agent, mode=one.mode, state=ListenState(one.state))


def listening_router(listening: Listening) -> APIRouter:
    """The routes; `listening` acts on Asterisk."""
    router = APIRouter(tags=["listening in"], responses=ERRORS)

    @router.post("/api/calls/{call}/listen-in", status_code=201, summary="Leave to listen to a call")
    async def leave(
        call: CallId, why: Why, act: Annotated[Act, Depends(acting(Permission.LISTEN_IN, "listen_in.ask"))]
    ) -> Leave:
        """The exact call, of an agent whose conversations are this person's to hear."""
        token, agent = await listening.grant(act.person, call, why.reason)
        await act.note(f"call {call}", after={"agent": agent, "reason": why.reason})
        return Leave(token=token, agent=agent)

    @router.post("/api/listen-in", status_code=201, summary="Begin to listen")
    async def begin(
        body: Begin, act: Annotated[Act, Depends(acting(Permission.LISTEN_IN, "listen_in.start"))]
    ) -> ListenView:
        """One's own telephone rings; whoever answers hears the conversation and is not heard."""
        grant = await listening.redeem(act.person, body.token)
        await act.note(f"call {grant.call}", after={"agent": grant.agent, "reason": grant.reason})
        return ListenView.of(await listening.begin(act.person, grant))

    @router.get("/api/listen-in", summary="One's own listen-ins")
    async def own(person: Annotated[Person, Depends(require(Permission.LISTEN_IN))]) -> list[ListenView]:
        """None or one."""
        return [ListenView.of(one) for one in listening.of(person)]

    @router.put("/api/listen-in/{listening_id}/mode", summary="Listen, whisper or barge in")
    async def change(
        listening_id: ListenId,
        way: Way,
        act: Annotated[Act, Depends(acting(Permission.LISTEN_IN, "listen_in.change"))],
    ) -> ListenView:
        """Each way needs its permission."""
        one = listening.own(act.person, listening_id)
        check_mode(act.person, way.mode)
        await act.note(f"call {one.call}", before={"mode": one.mode.value}, after={"mode": way.mode.value})
        return ListenView.of(await listening.change(act.person, listening_id, way.mode))

    @router.delete("/api/listen-in/{listening_id}", status_code=204, summary="Stop listening")
    async def end(
        listening_id: ListenId, act: Annotated[Act, Depends(acting(Permission.LISTEN_IN, "listen_in.stop"))]
    ) -> None:
        """At once."""
        one = listening.own(act.person, listening_id)
        await act.note(f"call {one.call}")
        await listening.end(act.person, listening_id)

    return router
