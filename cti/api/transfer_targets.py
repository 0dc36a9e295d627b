"""To whom a caller can be passed on: queues and the agents at work, for whoever has a call (F2.8)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from cti.api.guard import require
from cti.api.responses import ERRORS
from cti.floor.state import Agent, AgentState
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.routing.queues import Queues
from cti.steering.live_floor import LiveFloor


class QueueTarget(BaseModel):
    """A queue. `ready`: how many of its agents could take a call now."""

    name: str
    title: str
    ready: int


class AgentTarget(BaseModel):
    """An agent who is signed in."""

    extension: str
    name: str
    state: AgentState


class TransferTargets(BaseModel):
    """Everybody but oneself."""

    queues: list[QueueTarget]
    agents: list[AgentTarget]


def transfer_targets_router(live: LiveFloor, queues: Queues) -> APIRouter:
    """The route; `queues`: the site's."""
    router = APIRouter(prefix="/api/transfer-targets", tags=["calls"], responses=ERRORS)

    @router.get("", summary="To whom a caller can be passed on")
    async def targets(person: Annotated[Person, Depends(require(Permission.CALLS_OWN))]) -> TransferTargets:
        """Queues in the site's order; agents at work, those who are ready first."""
        others = [agent for agent in live.floor.agents.values() if _at_work(agent, person)]
        others.sort(key=lambda agent: (agent.state is not AgentState.READY, agent.extension))
        ready = [agent for agent in others if agent.state is AgentState.READY]
        return TransferTargets(
            queues=[
                QueueTarget(
                    name=name, title=queue.title or name, ready=sum(name in agent.skills for agent in ready)
                )
                for name, queue in queues.items()
            ],
            agents=[AgentTarget(extension=a.extension, name=a.name, state=a.state) for a in others],
        )

    return router


def _at_work(agent: Agent, but: Person) -> bool:
    return agent.state is not AgentState.SIGNED_OUT and agent.extension != but.extension
