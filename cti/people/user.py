"""A user as the rest of the house sees one, read with roles and skills in two statements at most."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from cti.errors import NotFound
from cti.people.permissions import Role
from desk.models import UserRoleRow, UserRow, UserSkillRow, table_of

USERS = table_of(UserRow)
ROLES = table_of(UserRoleRow)
SKILLS = table_of(UserSkillRow)
_KNOWN = frozenset(Role)


@dataclass(frozen=True, slots=True)
class User:
    """One user, without secrets."""

    id: int
    login: str
    display_name: str
    active: bool
    roles: frozenset[Role]
    skills: Mapping[str, int]
    """Level by queue, 1 is the best."""
    team: str | None
    superior_id: int | None
    extension: str | None
    browser_phone: bool
    networks: tuple[str, ...]
    version: int
    created_at: datetime

    def told(self) -> dict[str, Any]:
        """The fields as the audit log tells them."""
        return {
            "display_name": self.display_name,
            "active": self.active,
            "roles": sorted(self.roles),
            "skills": dict(self.skills),
            "team": self.team,
            "superior_id": self.superior_id,
            "extension": self.extension,
            "browser_phone": self.browser_phone,
            "networks": list(self.networks),
        }


def users_of(connection: Connection, rows: Sequence[Row[Any]]) -> list[User]:
    """The users of these rows of `users`, in their order."""
    ids = [row.id for row in rows]
    roles, skills = _roles(connection, ids), _skills(connection, ids)
    return [_user(row, roles[row.id], skills[row.id]) for row in rows]


def user_by_id(connection: Connection, user_id: int) -> User:
    """One user. Raises NotFound."""
    return _one(connection, USERS.c.id == user_id)


def user_by_login(connection: Connection, login: str) -> User:
    """One user. Raises NotFound."""
    return _one(connection, USERS.c.login == login)


def superiors_of(connection: Connection, user_id: int) -> frozenset[int]:
    """The user's superior, that one's superior, and so on; rows of `users`."""
    chain = select(USERS.c.superior_id.label("id")).where(USERS.c.id == user_id).cte("chain", recursive=True)
    above = USERS.alias("above")
    chain = chain.union(select(above.c.superior_id).join(chain, above.c.id == chain.c.id))
    found = connection.execute(select(chain.c.id).where(chain.c.id.is_not(None)))
    return frozenset(found.scalars())


def _one(connection: Connection, condition: Any) -> User:
    found = users_of(connection, connection.execute(select(USERS).where(condition)).all())
    if not found:
        raise NotFound("there is no such user")
    return found[0]


def _roles(connection: Connection, ids: Collection[int]) -> Mapping[int, set[Role]]:
    found: defaultdict[int, set[Role]] = defaultdict(set)
    for row in connection.execute(select(ROLES).where(ROLES.c.user_id.in_(ids))):
        if row.role in _KNOWN:
            found[row.user_id].add(Role(row.role))
    return found


def _skills(connection: Connection, ids: Collection[int]) -> Mapping[int, dict[str, int]]:
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(select(SKILLS).where(SKILLS.c.user_id.in_(ids)).order_by(SKILLS.c.queue)):
        found[row.user_id][row.queue] = row.level
    return found


def _user(row: Row[Any], roles: set[Role], skills: dict[str, int]) -> User:
    return User(
        id=row.id,
        login=row.login,
        display_name=row.display_name,
        active=row.active,
        roles=frozenset(roles),
        skills=skills,
        team=row.team,
        superior_id=row.superior_id,
        extension=row.extension,
        browser_phone=row.browser_phone,
        networks=tuple(row.networks),
        version=row.version,
        created_at=row.created_at,
    )
