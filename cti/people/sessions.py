"""Sessions of browsers: opened by a sign-in, ended by hand, by time, or by a change of the person's rights (S13)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from cti.people.secret_words import hash_of, new_secret
from desk.models import ApiTokenRow, LiveTicketRow, SessionRow, table_of

SESSIONS = table_of(SessionRow)
TICKETS = table_of(LiveTicketRow)
TOKENS = table_of(ApiTokenRow)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SessionRules:
    """How long a session lasts (ASVS 5.0, V7.3)."""

    idle: timedelta = timedelta(minutes=60)
    """Without a request, and without an open live channel."""
    longest: timedelta = timedelta(hours=12)
    """A shift and a little more."""

    def over(self, created_at: datetime, seen_at: datetime, now: datetime) -> bool:
        """Whether a session has ended by itself."""
        return now - created_at >= self.longest or now - seen_at >= self.idle


@dataclass(frozen=True, slots=True)
class Session:
    """One session that holds."""

    id: str
    user_id: int
    seen_at: datetime

    def seen_long_ago(self, now: datetime) -> bool:
        """Whether it is time to write down that it was seen."""
        return now - self.seen_at >= SEEN_EVERY


def open_session(connection: Connection, user_id: int, address: str, now: datetime) -> str:
    """Open one; the secret that the browser keeps."""
    secret = new_secret()
    connection.execute(
        insert(SESSIONS).values(
            id=hash_of(secret), user_id=user_id, address=address, created_at=now, seen_at=now
        )
    )
    return secret


def find_session(
    connection: Connection, session_id: str, rules: SessionRules, now: datetime
) -> Session | None:
    """The session, None when there is none or it is over."""
    row = connection.execute(select(SESSIONS).where(SESSIONS.c.id == session_id)).one_or_none()
    if row is None or rules.over(row.created_at, row.seen_at, now):
        return None
    return Session(row.id, row.user_id, row.seen_at)


def mark_seen(connection: Connection, session_id: str, now: datetime) -> None:
    """Write down that it was used."""
    connection.execute(update(SESSIONS).where(SESSIONS.c.id == session_id).values(seen_at=now))


def end_session(connection: Connection, session_id: str) -> None:
    """End one, and the tickets bound to it."""
    connection.execute(delete(TICKETS).where(TICKETS.c.credential == session_id))
    connection.execute(delete(SESSIONS).where(SESSIONS.c.id == session_id))


def end_sessions_of(connection: Connection, user_id: int, *, but: str = "") -> int:
    """End all of a user's sessions, except one; how many."""
    connection.execute(delete(TICKETS).where(TICKETS.c.user_id == user_id, TICKETS.c.credential != but))
    ended = connection.execute(delete(SESSIONS).where(SESSIONS.c.user_id == user_id, SESSIONS.c.id != but))
    return ended.rowcount


def revoke_tokens_of(connection: Connection, user_id: int) -> int:
    """Revoke all of a user's API tokens; how many."""
    return connection.execute(delete(TOKENS).where(TOKENS.c.user_id == user_id)).rowcount


def forget_sessions(connection: Connection, rules: SessionRules, now: datetime) -> None:
    """Remove those that are over by time, and tickets that nobody used."""
    connection.execute(delete(TICKETS).where(TICKETS.c.expires_at < now))
    late = (SESSIONS.c.created_at < now - rules.longest) | (SESSIONS.c.seen_at < now - rules.idle)
    connection.execute(delete(SESSIONS).where(late))
