"""Who sits at which extension and what they can do: the users table told to the floor, again when it changes (H16)."""

import asyncio
import logging
from collections.abc import Mapping

from sqlalchemy import Connection, select

from cti.errors import Unavailable
from cti.floor.events import AgentKnown, SignedOut
from cti.floor.state import AgentState
from cti.people.people import People
from cti.people.user import USERS, User, users_of
from cti.people.user_changes import users_state
from cti.steering.live_floor import LiveFloor, stamp

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
BY = "administration"
"""Who signs an agent out whose user is gone."""


class Roster:
    """Run `run()` as a task. A database that is away changes nothing."""

    def __init__(self, people: People, live: LiveFloor, *, look_every: float = LOOK_SECONDS) -> None:
        self._people = people
        self._live = live
        self._look_every = look_every
        self._told: tuple[int, int] | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except Unavailable:
                log.debug("The users could not be looked at")
            await asyncio.sleep(self._look_every)

    async def look(self) -> None:
        """Tell the floor what it does not know yet. Raises Unavailable."""
        state, users = await self._people.store.read(_agents)
        if state == self._told:
            return
        for extension, user in users.items():
            self._introduce(extension, user)
        for extension, agent in list(self._live.floor.agents.items()):
            if extension not in users and (agent.skills or agent.state is not AgentState.SIGNED_OUT):
                self._dismiss(extension)
        self._told = state

    def _introduce(self, extension: str, user: User) -> None:
        agent = self._live.floor.agents.get(extension)
        known = (agent.name, agent.team, agent.skills) if agent is not None else None
        name, team, skills = user.display_name, user.team or "", dict(user.skills)
        if known != (name, team, skills):
            self._live.act(AgentKnown(**stamp(), agent=extension, name=name, skills=skills, team=team))

    def _dismiss(self, extension: str) -> None:
        """Nobody's extension any more: offered nothing from now on, and signed out after a call."""
        name = self._live.floor.agents[extension].name
        self._live.act(AgentKnown(**stamp(), agent=extension, name=name, skills={}))
        self._live.act(SignedOut(**stamp(), agent=extension, by=BY))


def _agents(connection: Connection) -> tuple[tuple[int, int], Mapping[str, User]]:
    wanted = select(USERS).where(USERS.c.active & USERS.c.extension.is_not(None))
    users = users_of(connection, connection.execute(wanted).all())
    return users_state(connection), {user.extension: user for user in users if user.extension is not None}
