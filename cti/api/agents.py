"""Agents: who is there in which state, one's own state, and that of others by whoever steers the floor (H15)."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from cti.api.guard import acting, require
from cti.api.own_calls import known_agent, own_extension
from cti.api.responses import ERRORS
from cti.errors import Conflict
from cti.floor.events import FloorEvent, SignedIn, SignedOut, WantsPause, WantsReady
from cti.floor.state import Agent, AgentState
from cti.people.audit import Act
from cti.people.fields import Extension, ShownText
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.steering.live_floor import LiveFloor, stamp
from cti.views.agents import AgentView, agent_view


class Wanted(StrEnum):
    """What an agent, or a supervisor for them, can ask for."""

    SIGNED_IN = "signed_in"
    """At work, paused until ready."""
    READY = "ready"
    """Takes calls; ends pause and wrap-up."""
    PAUSED = "paused"
    """Takes no calls; in a conversation it holds from its end on."""
    SIGNED_OUT = "signed_out"
    """In a conversation it holds from its end on."""


class AgentOrder(BaseModel):
    """`reason`: why paused."""

    model_config = ConfigDict(extra="forbid")

    state: Wanted
    reason: ShownText | None = None


def agents_router(live: LiveFloor) -> APIRouter:
    """The routes; `live`: the floor behind them."""
    router = APIRouter(prefix="/api/agents", tags=["agents"], responses=ERRORS)

    @router.get("", summary="All agents")
    async def agents(_: Annotated[Person, Depends(require(Permission.FLOOR_READ))]) -> list[AgentView]:
        """In the order of their extensions."""
        found = live.floor.agents
        return [agent_view(found[extension]) for extension in sorted(found)]

    @router.get("/me", summary="One's own state")
    async def me(person: Annotated[Person, Depends(require(Permission.AGENT_OWN))]) -> AgentView:
        """What the floor knows of the person's extension."""
        return agent_view(known_agent(live, own_extension(person)))

    @router.put("/me/state", summary="Sign in or out, be ready, pause")
    async def own_state(
        order: AgentOrder, act: Annotated[Act, Depends(acting(Permission.AGENT_OWN, "agents.state"))]
    ) -> AgentView:
        """The state as it is afterwards, which may be another one: a lost telephone keeps an agent paused."""
        return await _carry_out(live, act, own_extension(act.person), order)

    @router.get("/{extension}", summary="One agent")
    async def agent(
        extension: Extension, _: Annotated[Person, Depends(require(Permission.FLOOR_READ))]
    ) -> AgentView:
        """By extension."""
        return agent_view(known_agent(live, extension))

    @router.put("/{extension}/state", summary="Change another agent's state")
    async def forced_state(
        extension: Extension,
        order: AgentOrder,
        act: Annotated[Act, Depends(acting(Permission.FLOOR_STEER, "agents.force"))],
    ) -> AgentView:
        """As the agent could; who did it stands in the log."""
        return await _carry_out(live, act, extension, order)

    return router


async def _carry_out(live: LiveFloor, act: Act, extension: str, order: AgentOrder) -> AgentView:
    agent = known_agent(live, extension)
    if agent.state is AgentState.SIGNED_OUT and order.state in (Wanted.READY, Wanted.PAUSED):
        raise Conflict("not signed in", code="agent_signed_out")
    before = _told(agent)
    await act.note(f"agent {extension}", before=before, after=order.model_dump(exclude_none=True))
    live.act(_event(extension, order, act.person.login))
    return agent_view(known_agent(live, extension))


def _event(extension: str, order: AgentOrder, by: str) -> FloorEvent:
    now = stamp()
    match order.state:
        case Wanted.SIGNED_IN:
            return SignedIn(**now, agent=extension, by=by)
        case Wanted.READY:
            return WantsReady(**now, agent=extension, by=by)
        case Wanted.PAUSED:
            return WantsPause(**now, agent=extension, by=by, reason=order.reason or "pause")
        case Wanted.SIGNED_OUT:
            return SignedOut(**now, agent=extension, by=by)


def _told(agent: Agent) -> dict[str, str]:
    return {"state": agent.state.value, "reason": agent.reason}
