"""What a session or a token stands for, and when its use was last written down."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from cti.people import sessions, tokens
from cti.people.permissions import Permission
from cti.people.person import Via
from cti.people.sessions import SessionRules


@dataclass(frozen=True, slots=True)
class Credential:
    """One that holds at this moment."""

    via: Via
    name: str
    """Id of the session, or row of the token."""
    user_id: int
    scopes: frozenset[Permission] | None
    """None: everything that the user may."""
    stale: bool
    """Its use was written down more than a minute ago."""

    def mark(self, connection: Connection, now: datetime) -> None:
        """Write its use down."""
        if self.via is Via.SESSION:
            sessions.mark_seen(connection, self.name, now)
        else:
            tokens.mark_used(connection, int(self.name), now)


def find_credential(
    connection: Connection, via: Via, name: str, rules: SessionRules, now: datetime
) -> Credential | None:
    """The session or token of this name, None when there is none or it is over."""
    if via is Via.SESSION:
        session = sessions.find_session(connection, name, rules, now)
        if session is None:
            return None
        return Credential(via, name, session.user_id, None, session.seen_long_ago(now))
    token = tokens.token_by_id(connection, int(name), now) if via is Via.TOKEN else None
    if token is None:
        return None
    stale = token.used_at is None or now - token.used_at >= tokens.SEEN_EVERY
    return Credential(via, name, token.user_id, token.scopes, stale)
