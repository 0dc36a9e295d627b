"""Changes of users: each is one piece of work for one transaction, and tells the audit log what it did.

Who loses a role, is deactivated, or gets another password is signed out everywhere at once (S13). There is always an
administrator left.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from cti.errors import Conflict, Invalid
from cti.people.audit import Change
from cti.people.permissions import Role
from cti.people.sessions import end_sessions_of, revoke_tokens_of
from cti.people.user import ROLES, SKILLS, USERS, User, superiors_of, user_by_id


@dataclass(frozen=True, slots=True)
class NewUser:
    """What a new user begins with; the fields have been checked (see cti/people/fields.py)."""

    login: str
    display_name: str
    roles: frozenset[Role]
    extension: str | None = None
    team: str | None = None
    superior_id: int | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    networks: tuple[str, ...] = ()
    browser_phone: bool = False


def create_user(
    connection: Connection, new: NewUser, password_hash: str, sealed: str | None, now: datetime
) -> Change[User]:
    """Add a user. `sealed`: the digest of the telephone. Raises Conflict (taken), Invalid (superior)."""
    _free(connection, USERS.c.login, new.login, "login")
    _free(connection, USERS.c.extension, new.extension, "extension")
    _superior_fits(connection, None, new.superior_id)
    values: dict[str, Any] = asdict(new) | {"networks": list(new.networks)}
    roles, skills = values.pop("roles"), values.pop("skills")
    row = connection.execute(
        insert(USERS)
        .values(
            **values,
            password_hash=password_hash,
            telephone_digest=sealed,
            active=True,
            version=1,
            created_at=now,
        )
        .returning(USERS.c.id)
    )
    user_id: int = row.scalar_one()
    _put_roles(connection, user_id, roles)
    _put_skills(connection, user_id, skills)
    user = user_by_id(connection, user_id)
    return Change(user, f"user {user_id}", after={"login": user.login, **user.told()})


def change_user(
    connection: Connection,
    user_id: int,
    fields: Mapping[str, Any],
    sealed: str | None = None,
    version: int | None = None,
) -> Change[User]:
    """Change the named fields of a user. Raises NotFound, Conflict, Invalid.

    `sealed` goes with a new extension: a telephone's password is bound to its number. `version`: of the user as
    somebody saw it, who must not undo what another one did since.
    """
    before = user_by_id(connection, user_id)
    if version not in {None, before.version}:
        raise Conflict("the user has changed meanwhile", code="changed_meanwhile")
    _check(connection, before, fields)
    columns = {name: value for name, value in fields.items() if name not in {"roles", "skills"}}
    if "networks" in columns:
        columns["networks"] = list(columns["networks"])
    if columns.get("extension", before.extension) != before.extension:
        columns["telephone_digest"] = sealed
    connection.execute(
        update(USERS).where(USERS.c.id == user_id).values(**columns, version=USERS.c.version + 1)
    )
    if "roles" in fields:
        _put_roles(connection, user_id, fields["roles"])
    if "skills" in fields:
        _put_skills(connection, user_id, fields["skills"])
    after = user_by_id(connection, user_id)
    if after.roles != before.roles or after.networks != before.networks or not after.active:
        end_sessions_of(connection, user_id)
    return _changed(before, after)


def set_password(connection: Connection, user_id: int, password_hash: str, *, keep: str = "") -> Change[None]:
    """Give a user another password; sessions end, except `keep`."""
    user = user_by_id(connection, user_id)
    connection.execute(update(USERS).where(USERS.c.id == user.id).values(password_hash=password_hash))
    ended = end_sessions_of(connection, user.id, but=keep)
    return Change(None, f"user {user.id}", after={"sessions_ended": ended})


def reset_password(connection: Connection, user_id: int, password_hash: str) -> Change[User]:
    """As `set_password`, by somebody else: API tokens end too."""
    change = set_password(connection, user_id, password_hash)
    revoked = revoke_tokens_of(connection, user_id)
    return Change(
        user_by_id(connection, user_id), change.subject, after={**(change.after or {}), "tokens": revoked}
    )


def set_telephone(connection: Connection, user_id: int, extension: str, sealed: str) -> Change[User]:
    """Give the telephone another password. Raises Conflict when its number has changed meanwhile."""
    changed = connection.execute(
        update(USERS)
        .where(USERS.c.id == user_id, USERS.c.extension == extension)
        .values(telephone_digest=sealed, version=USERS.c.version + 1)
    )
    if not changed.rowcount:
        raise Conflict("the extension has changed", code="changed_meanwhile")
    return Change(user_by_id(connection, user_id), f"user {user_id}", after={"telephone": "new password"})


def _check(connection: Connection, before: User, fields: Mapping[str, Any]) -> None:
    if fields.get("extension") not in {None, before.extension}:
        _free(connection, USERS.c.extension, fields["extension"], "extension")
    if "superior_id" in fields:
        _superior_fits(connection, before.id, fields["superior_id"])
    stays = Role.ADMINISTRATOR in fields.get("roles", before.roles) and fields.get("active", before.active)
    if Role.ADMINISTRATOR in before.roles and before.active and not stays:
        _another_administrator(connection, before.id)


def _free(
    connection: Connection, column: Any, value: str | None, what: Literal["login", "extension"]
) -> None:
    if value is not None and connection.execute(select(USERS.c.id).where(column == value)).first():
        if what == "login":
            raise Conflict("the name is taken", code="login_taken")
        raise Conflict("the extension is taken", code="extension_taken")


def _superior_fits(connection: Connection, user_id: int | None, superior_id: int | None) -> None:
    if superior_id is None:
        return
    if connection.execute(select(USERS.c.id).where(USERS.c.id == superior_id)).first() is None:
        raise Invalid("there is no such superior", code="no_such_superior")
    if user_id is not None and user_id in {superior_id, *superiors_of(connection, superior_id)}:
        raise Invalid("nobody is the superior of one's own superior", code="superior_circle")


def _another_administrator(connection: Connection, user_id: int) -> None:
    """Locks the rows that it counts, so that two do not go at the same time."""
    others = (
        select(USERS.c.id)
        .join(ROLES, ROLES.c.user_id == USERS.c.id)
        .where(USERS.c.active, ROLES.c.role == Role.ADMINISTRATOR.value)
        .with_for_update(of=USERS)
    )
    if set(connection.execute(others).scalars()) <= {user_id}:
        raise Conflict("this is the last administrator", code="last_administrator")


def _put_roles(connection: Connection, user_id: int, roles: frozenset[Role]) -> None:
    connection.execute(delete(ROLES).where(ROLES.c.user_id == user_id))
    if roles:
        rows = [{"user_id": user_id, "role": role.value} for role in sorted(roles)]
        connection.execute(insert(ROLES), rows)


def _put_skills(connection: Connection, user_id: int, skills: Mapping[str, int]) -> None:
    connection.execute(delete(SKILLS).where(SKILLS.c.user_id == user_id))
    if skills:
        rows = [{"user_id": user_id, "queue": queue, "level": level} for queue, level in skills.items()]
        connection.execute(insert(SKILLS), rows)


def _changed(before: User, after: User) -> Change[User]:
    """Only the fields that differ."""
    old, new = before.told(), after.told()
    names = [name for name in old if old[name] != new[name]]
    return Change(
        after, f"user {after.id}", {name: old[name] for name in names}, {name: new[name] for name in names}
    )


def users_state(connection: Connection) -> tuple[int, int]:
    """Number of users and of all their changes: another one after every change, whichever process made it."""
    row = connection.execute(select(func.count(), func.coalesce(func.sum(USERS.c.version), 0))).one()
    return int(row[0]), int(row[1])
