"""Whose recordings a person may know of (S8, S10; K17): by role everybody's, a team's, or one's own."""

from sqlalchemy import Connection, or_, select

from cti.people.permissions import Role
from cti.people.person import Person, Via
from desk.models import UserRow, table_of
from recordings.scope import EVERYTHING, Scope

WHOLE_HOUSE = frozenset(
    {Role.INSPECTOR, Role.RECORDS_CLERK, Role.MANAGER_HOTLINE, Role.OPERATIONS, Role.ADMINISTRATOR}
)
"""Their work is everybody's conversations; what of it they may do is a matter of permissions."""
_USERS = table_of(UserRow)


def scope_of(connection: Connection, person: Person) -> Scope:
    """A shift supervisor: the team's and those of whom the person is the superior; an agent: one's own."""
    if person.via is Via.CLI or person.roles & WHOLE_HOUSE:
        return EVERYTHING
    own = {person.extension} if person.extension else set()
    return Scope(frozenset(own | _teams(connection, person)))


def _teams(connection: Connection, person: Person) -> set[str]:
    if Role.SHIFT_SUPERVISOR not in person.roles:
        return set()
    mine = [_USERS.c.superior_id == person.id]
    if person.team is not None:
        mine.append(_USERS.c.team == person.team)
    return set(
        connection.execute(
            select(_USERS.c.extension).where(or_(*mine), _USERS.c.extension.is_not(None))
        ).scalars()
    )
