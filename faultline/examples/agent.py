"""A made-up agent for a first try, whose telephone is in the browser: made together with the made-up lines."""

import logging

from cti.errors import Conflict, Unavailable
from cti.people.drafts import UserDraft
from cti.people.issuing import add_user
from cti.people.people import CLI, People
from cti.people.permissions import Role

log = logging.getLogger(__name__)

LOGIN, EXTENSION = "agent", "8901"


async def bring_in_agent(people: People) -> str | None:
    """The password of the new agent, to be told once; None where somebody has the name or the extension already."""
    draft = UserDraft(
        login=LOGIN,
        display_name="Sample agent 示例话务员",
        roles=frozenset({Role.JUNIOR_AGENT}),
        extension=EXTENSION,
        browser_phone=True,
        skills={"junior": 1, "english": 1},
    )
    try:
        issued = await add_user(people, people.act(CLI, "users.create"), draft)
    except (Conflict, Unavailable) as trouble:
        log.info("No made-up agent was brought in", extra={"reason": str(trouble)})
        return None
    return issued.password
