"""The audit log: who, what, from where, before and after, with what outcome (H16; PIPL: half a year at least).

A row is written in the transaction of the change that it tells of. Nothing here changes a row; `forget` removes those
that are older than the site keeps them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, delete, insert
from sqlalchemy.exc import IntegrityError

from cti.errors import Conflict
from cti.people.person import Person
from cti.people.store import PeopleStore
from desk.models import AuditRow

T = TypeVar("T")

LEAST_DAYS = 183
"""Half a year."""
LONGEST_SUBJECT = 128


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """What a piece of work did: its result, to whom, and the fields that changed."""

    result: T
    subject: str
    """By id: `user 7`, `call node1-1700000000.1`; no personal data."""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


class Act:
    """One act of one person: whatever it does is in the audit log, once at least."""

    def __init__(self, store: PeopleStore, person: Person, action: str) -> None:
        self.person = person
        self.action = action
        """`noun.verb`."""
        self.noted = False
        """Whether the log has it."""
        self._store = store

    async def write(self, work: Callable[[Connection], Change[T]]) -> T:
        """Do the work and write the log in one transaction. Raises Conflict, Unavailable, what `work` raises."""

        def whole(connection: Connection) -> T:
            change = work(connection)
            write_row(
                connection, self._store.now(), self.person, self.action,
                change.subject, change.before, change.after,
            )  # fmt: skip
            return change.result

        try:
            result = await self._store.write(whole)
        except IntegrityError as trouble:
            raise Conflict("it does not fit what is there already", code="not_fitting") from trouble
        self.noted = True
        return result

    async def note(
        self,
        subject: str,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        outcome: str = "done",
    ) -> None:
        """Write the log alone: for what is done to Asterisk, before it is done. Raises Unavailable.

        `outcome` is done, refused or failed.
        """

        def row(connection: Connection) -> None:
            write_row(
                connection, self._store.now(), self.person, self.action, subject, before, after, outcome
            )

        await self._store.write(row)
        self.noted = True


def write_row(
    connection: Connection,
    at: datetime,
    person: Person | None,
    action: str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    outcome: str = "done",
    address: str = "",
) -> None:
    """One row, in the transaction that is under way; `person` None: nobody who is known, from `address`."""
    who = {"person": person.login, "via": person.via.value, "address": person.address} if person else {}
    connection.execute(
        insert(AuditRow).values(
            **{"person": "", "via": "", "address": address, **who},
            at=at,
            action=action,
            subject=subject[:LONGEST_SUBJECT],
            before=before,
            after=after,
            outcome=outcome,
        )
    )


def forget(connection: Connection, now: datetime, days: int) -> int:
    """Remove rows older than `days` (at least half a year); how many."""
    before = now - timedelta(days=max(days, LEAST_DAYS))
    return connection.execute(delete(AuditRow).where(AuditRow.at < before)).rowcount
