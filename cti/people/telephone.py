"""The telephone that belongs to a person's extension, for its owner alone (F2, S9)."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from cti.errors import Conflict
from cti.people.user import USERS


@dataclass(frozen=True, slots=True)
class OwnTelephone:
    """`sealed`: the digest of its password, as TelephoneSecrets keeps it. `browser` false: a telephone on the desk."""

    extension: str
    browser: bool
    sealed: str = field(repr=False)


def own_telephone(connection: Connection, user_id: int) -> OwnTelephone:
    """The telephone of a user. Raises Conflict when there is none."""
    columns = (USERS.c.extension, USERS.c.browser_phone, USERS.c.telephone_digest)
    row = connection.execute(select(*columns).where(USERS.c.id == user_id)).one_or_none()
    if row is None or not row.extension or not row.telephone_digest:
        raise Conflict("you have no telephone", code="no_telephone")
    return OwnTelephone(row.extension, row.browser_phone, row.telephone_digest)
