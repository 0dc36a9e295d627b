"""Signing in with a password: counted before it is compared, so that many tries at once are many tries.

The answer is the same, and takes as long, whether the login exists, is deactivated, or the password is wrong.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from cti.errors import NotSignedIn, TooManyTries
from cti.people.audit import write_row
from cti.people.lock_out import (
    ADDRESS_RULE,
    LOGIN_RULE,
    LockRule,
    Tries,
    address_subject,
    after_one_more,
    locked_for,
    login_subject,
)
from cti.people.passwords import Passwords
from cti.people.store import PeopleStore
from cti.people.user import USERS
from desk.models import SignInLockRow, table_of
from desk.store.upsert import insert

log = logging.getLogger(__name__)

LOCKS = table_of(SignInLockRow)
FORGOTTEN_AFTER = timedelta(seconds=max(LOGIN_RULE.forgotten_after, ADDRESS_RULE.forgotten_after))


@dataclass(frozen=True, slots=True)
class Proved:
    """Somebody gave the right password."""

    user_id: int
    login: str


class SignIn:
    """Compares passwords and keeps the locks."""

    def __init__(self, store: PeopleStore, passwords: Passwords) -> None:
        self._store = store
        self._passwords = passwords

    async def prove(self, login: str, password: str, address: str) -> Proved:
        """Who this is. Raises NotSignedIn (wrong), TooManyTries (locked), Unavailable."""
        subjects = {login_subject(login): LOGIN_RULE, address_subject(address): ADDRESS_RULE}
        now = self._store.now()
        locked = await self._store.write(lambda connection: _count_try(connection, subjects, now))
        if locked > 0:
            raise TooManyTries(int(locked) + 1)
        user_id, hashed = await self._store.read(lambda connection: _password_of(connection, login))
        if not await self._passwords.matches(hashed, password) or user_id is None:
            await self._store.write(
                lambda connection: _refused(connection, now, login if user_id else "", address)
            )
            raise NotSignedIn("name or password is wrong", code="wrong_password")
        await self._store.write(lambda connection: _forgive(connection, login, address))
        return Proved(user_id, login)


def _count_try(connection: Connection, subjects: Mapping[str, LockRule], now: datetime) -> float:
    """Seconds of the longest lock; without one, the try is counted as a wrong one until it proves right."""
    rows = connection.execute(select(LOCKS).where(LOCKS.c.subject.in_(subjects)).with_for_update())
    known = {row.subject: Tries(row.failures, row.failed_at) for row in rows}
    locked = max(locked_for(rule, known.get(subject), now) for subject, rule in subjects.items())
    if locked > 0:
        return locked
    for subject, rule in subjects.items():
        tries = after_one_more(rule, known.get(subject), now)
        values = {"failures": tries.failures, "failed_at": tries.failed_at}
        again = {**values, "failures": LOCKS.c.failures + 1} if tries.failures > 1 else values
        connection.execute(
            insert(connection, LOCKS)
            .values(subject=subject, **values)
            .on_conflict_do_update(index_elements=[LOCKS.c.subject], set_=again)
        )
    return 0.0


def _password_of(connection: Connection, login: str) -> tuple[int | None, str | None]:
    row = connection.execute(
        select(USERS.c.id, USERS.c.password_hash).where(USERS.c.login == login, USERS.c.active)
    ).one_or_none()
    return (row.id, row.password_hash) if row is not None else (None, None)


def _refused(connection: Connection, now: datetime, login: str, address: str) -> None:
    """Only a login that exists is named: anything else may be a mistyped password."""
    subject = f"user {login}" if login else "nobody known"
    write_row(connection, now, None, "session.open", subject, outcome="refused", address=address)


def _forgive(connection: Connection, login: str, address: str) -> None:
    """The login's tries are forgotten; of the address's only this one, which was none."""
    connection.execute(delete(LOCKS).where(LOCKS.c.subject == login_subject(login)))
    place = LOCKS.c.subject == address_subject(address)
    connection.execute(LOCKS.update().where(place).values(failures=LOCKS.c.failures - 1))


def forget_tries(connection: Connection, now: datetime) -> None:
    """Remove what no rule looks at any more."""
    connection.execute(delete(LOCKS).where(LOCKS.c.failed_at < now - FORGOTTEN_AFTER))
