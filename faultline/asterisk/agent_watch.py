"""Agents' telephones follow the table of users: at the start, and within seconds of any change (S9).

Only digests of passwords are written, into a file of mode 0600. While the database is away the file stays as it is:
agents go on telephoning.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import Connection, Row, select

from cti.errors import Unavailable
from cti.people.people import People
from cti.people.user import SKILLS, USERS
from cti.people.user_changes import users_state
from faultline.asterisk.process import Asterisk
from faultline.asterisk.telephones import QUEUES, AgentEndpoint
from faultline.asterisk.trouble import AsteriskError

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0


async def agent_endpoints(people: People) -> tuple[AgentEndpoint, ...]:
    """The telephone of every active user who has an extension. Raises Unavailable."""
    rows, queues = await people.store.read(_telephones)
    found = (_endpoint(people, row, queues.get(row.id, QUEUES[0])) for row in rows)
    return tuple(endpoint for endpoint in found if endpoint is not None)


class AgentWatch:
    """Looks after the telephones of one Asterisk."""

    def __init__(self, asterisk: Asterisk, people: People) -> None:
        self._asterisk = asterisk
        self._people = people
        self._in_force: tuple[int, int] | None = None

    async def look(self) -> bool:
        """One look; true when Asterisk got other telephones. Raises Unavailable, AsteriskError, OSError."""
        state = await self._people.store.read(users_state)
        if state == self._in_force:
            return False
        agents = await agent_endpoints(self._people)
        changed = await asyncio.to_thread(self._asterisk.apply_agents, agents)
        self._in_force = state
        return changed


@contextlib.asynccontextmanager
async def agents_followed(asterisk: Asterisk, people: People) -> AsyncIterator[None]:
    """While the context is open, telephones follow the users."""
    watching = asyncio.create_task(_watch(AgentWatch(asterisk, people)))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _watch(agents: AgentWatch) -> None:
    while True:
        try:
            if await agents.look():
                log.info("Telephones follow changed users")
        except Unavailable:
            log.debug("The users could not be looked at")
        except (AsteriskError, OSError) as trouble:
            log.warning("Telephones could not be changed", extra={"reason": str(trouble)})
        await asyncio.sleep(LOOK_SECONDS)


def _telephones(connection: Connection) -> tuple[list[Row[Any]], dict[int, str]]:
    """Users with a telephone, and the queue that each of them is best at."""
    columns = (USERS.c.id, USERS.c.extension, USERS.c.telephone_digest, USERS.c.browser_phone)
    wanted = USERS.c.active & USERS.c.extension.is_not(None) & USERS.c.telephone_digest.is_not(None)
    rows: list[Row[Any]] = list(
        connection.execute(select(*columns).where(wanted).order_by(USERS.c.extension))
    )
    best_last = (
        select(SKILLS).where(SKILLS.c.queue.in_(QUEUES)).order_by(SKILLS.c.level.desc(), SKILLS.c.queue)
    )
    return rows, {row.user_id: row.queue for row in connection.execute(best_last)}


def _endpoint(people: People, row: Row[Any], queue: str) -> AgentEndpoint | None:
    try:
        digest = people.telephones.opened(row.telephone_digest)
    except Unavailable as trouble:
        log.error("A telephone is left out", extra={"extension": row.extension, "reason": trouble.detail})
        return None
    return AgentEndpoint(row.extension, digest=digest, queue=queue, browser=row.browser_phone)
