"""Personal API tokens: shown once, kept as a hash, with scopes among the person's own permissions and an end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from cti.errors import Conflict, NotAllowed, NotFound
from cti.people.audit import Change
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.people.secret_words import TOKEN_PREFIX, hash_of, new_secret
from cti.people.sessions import TICKETS, TOKENS

MOST = 50
"""Tokens of one person."""
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """One token, without its secret."""

    id: int
    user_id: int
    name: str
    scopes: frozenset[Permission]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made; `secret` is shown this once."""

    token: Token
    secret: str


def create_token(
    connection: Connection,
    person: Person,
    name: str,
    scopes: frozenset[Permission],
    expires_at: datetime,
    now: datetime,
) -> Change[NewToken]:
    """Make one. Raises NotAllowed for a scope that the person does not have, Conflict past MOST."""
    if not scopes <= person.permissions:
        raise NotAllowed("a token has no more scopes than its owner permissions", code="token_scopes")
    mine = select(func.count()).select_from(TOKENS).where(TOKENS.c.user_id == person.id)
    if connection.execute(mine).scalar_one() >= MOST:
        raise Conflict(f"nobody has more than {MOST} tokens", code="tokens_used_up", most=MOST)
    secret = TOKEN_PREFIX + new_secret()
    values = {"user_id": person.id, "name": name, "created_at": now, "expires_at": expires_at}
    words = sorted(scope.value for scope in scopes)
    made = connection.execute(
        insert(TOKENS).values(**values, hash=hash_of(secret), scopes=words).returning(TOKENS.c.id)
    )
    token = Token(made.scalar_one(), person.id, name, scopes, now, expires_at, None)
    after = {"name": name, "scopes": words, "expires_at": expires_at.isoformat()}
    return Change(NewToken(token, secret), f"token {token.id}", after=after)


def find_token(connection: Connection, secret: str, now: datetime) -> Token | None:
    """The token of this secret, None when there is none or its time is over."""
    return _holding(connection, TOKENS.c.hash == hash_of(secret), now)


def token_by_id(connection: Connection, token_id: int, now: datetime) -> Token | None:
    """The token of this row, None when there is none or its time is over."""
    return _holding(connection, TOKENS.c.id == token_id, now)


def tokens_of(connection: Connection, user_id: int) -> list[Token]:
    """All of a person's tokens, the newest first."""
    mine = select(TOKENS).where(TOKENS.c.user_id == user_id).order_by(TOKENS.c.id.desc())
    return [_token(row) for row in connection.execute(mine)]


def mark_used(connection: Connection, token_id: int, now: datetime) -> None:
    """Write down that it was used."""
    connection.execute(update(TOKENS).where(TOKENS.c.id == token_id).values(used_at=now))


def revoke_token(connection: Connection, person: Person, token_id: int) -> Change[None]:
    """End one of one's own, or anybody's with the right over users. Raises NotFound (S10)."""
    row = connection.execute(select(TOKENS).where(TOKENS.c.id == token_id)).one_or_none()
    if row is None or (row.user_id != person.id and not person.may(Permission.USERS_WRITE)):
        raise NotFound("there is no such token")
    connection.execute(delete(TICKETS).where(TICKETS.c.credential == str(token_id)))
    connection.execute(delete(TOKENS).where(TOKENS.c.id == token_id))
    return Change(None, f"token {token_id}", before={"name": row.name, "user_id": row.user_id})


def _holding(connection: Connection, condition: object, now: datetime) -> Token | None:
    row = connection.execute(select(TOKENS).where(condition, TOKENS.c.expires_at > now)).one_or_none()  # type: ignore[arg-type]
    return _token(row) if row is not None else None


def _token(row: object) -> Token:
    """Scopes that a later version no longer knows are left out."""
    known = frozenset(Permission)
    scopes = frozenset(Permission(word) for word in row.scopes if word in known)  # type: ignore[attr-defined]
    return Token(row.id, row.user_id, row.name, scopes, row.created_at, row.expires_at, row.used_at)  # type: ignore[attr-defined]
