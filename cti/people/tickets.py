"""Tickets for the live channel (S13): a browser cannot send our headers with a WebSocket, and a cookie alone would let
any page open one; so the page asks for a ticket first, which is good for one use within seconds.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert

from cti.people.person import Person, Via
from cti.people.secret_words import hash_of, new_secret
from cti.people.sessions import TICKETS

GOOD_FOR = timedelta(seconds=30)


def issue_ticket(connection: Connection, person: Person, now: datetime) -> str:
    """A ticket bound to the session or token that asks for it."""
    ticket = new_secret()
    connection.execute(
        insert(TICKETS).values(
            id=hash_of(ticket),
            user_id=person.id,
            via=person.via.value,
            credential=person.credential,
            expires_at=now + GOOD_FOR,
        )
    )
    return ticket


def use_ticket(connection: Connection, ticket: str, now: datetime) -> tuple[Via, str] | None:
    """What the ticket is bound to; None when it is used, late, or none. One of many at once gets it."""
    used = connection.execute(
        delete(TICKETS)
        .where(TICKETS.c.id == hash_of(ticket))
        .returning(TICKETS.c.via, TICKETS.c.credential, TICKETS.c.expires_at)
    ).one_or_none()
    if used is None or used.expires_at <= now:
        return None
    return Via(used.via), used.credential
