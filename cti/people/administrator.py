"""The first administrator: made when a site has none, with a password that operations chose or that is told once."""

import logging

from sqlalchemy import Connection, select

from cti.errors import Conflict
from cti.people.drafts import UserDraft
from cti.people.issuing import add_user
from cti.people.people import CLI, People
from cti.people.permissions import Role
from cti.people.user import ROLES

log = logging.getLogger(__name__)

LOGIN = "admin"


async def ensure_administrator(people: People, password: str | None = None) -> str | None:
    """Make the user `admin` unless somebody is an administrator; the password where it was made up here.

    Whoever calls tells the operator that password, once. Several services may do this at the same time.
    Raises Invalid (the chosen password is too easy), Unavailable.
    """
    if await people.store.read(_has_administrator):
        return None
    draft = UserDraft(login=LOGIN, display_name="Administrator", roles=frozenset({Role.ADMINISTRATOR}))
    try:
        issued = await add_user(people, people.act(CLI, "users.create"), draft, password)
    except Conflict:
        if not await people.store.read(_has_administrator):
            log.error(
                "Nobody is an administrator, and the login admin is somebody else's: give a role by hand"
            )
        return None
    log.warning("The first administrator was made", extra={"login": LOGIN})
    return issued.password if password is None else None


def _has_administrator(connection: Connection) -> bool:
    wanted = select(ROLES.c.user_id).where(ROLES.c.role == Role.ADMINISTRATOR.value).limit(1)
    return connection.execute(wanted).first() is not None
