"""The people of a site behind one door: who signs in, who somebody is, whether it still holds, and what they did."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field

from sqlalchemy import Connection

from cti.errors import NotAllowed, NotSignedIn, Unavailable, WrongNetwork
from cti.people import sessions, tickets, tokens
from cti.people.audit import LEAST_DAYS, Act, forget, write_row
from cti.people.credentials import Credential, find_credential
from cti.people.networks import RoleNetworks, roles_in_force, within
from cti.people.passwords import Passwords, check_password
from cti.people.permissions import Permission, permissions_of
from cti.people.person import Person, Via
from cti.people.secret_words import TOKEN_PREFIX, hash_of
from cti.people.sessions import SessionRules
from cti.people.sign_in import SignIn, forget_tries
from cti.people.store import Clock, PeopleStore, wall_clock
from cti.people.telephone_secret import TelephoneSecrets
from cti.people.user import USERS, User, superiors_of, user_by_id
from cti.people.user_changes import set_password
from desk.database.database import Database

log = logging.getLogger(__name__)

TIDY_SECONDS = 3600.0
CLI = Person(0, "cli", "", frozenset(), frozenset(Permission), None, None, "", Via.CLI)
"""Whoever has the command line has the database, and so every right."""


@dataclass(frozen=True, slots=True)
class PeopleRules:
    """What a site may set."""

    sessions: SessionRules = field(default_factory=SessionRules)
    role_networks: RoleNetworks = field(default_factory=dict)
    audit_days: int = 2 * LEAST_DAYS


class People:
    """Users, sessions, tokens, tickets and the audit log of one database. `telephones` seals their digests."""

    def __init__(
        self,
        database: Database,
        telephones: TelephoneSecrets,
        rules: PeopleRules | None = None,
        now: Clock = wall_clock,
    ) -> None:
        self.store = PeopleStore(database, now)
        self.telephones = telephones
        self.rules = rules or PeopleRules()
        self.passwords = Passwords()
        self._sign_in = SignIn(self.store, self.passwords)

    def act(self, person: Person, action: str) -> Act:
        """Something that this person does; see `Act.write` and `Act.note`."""
        return Act(self.store, person, action)

    async def sign_in(
        self, login: str, password: str, address: str, *, instead_of: str = ""
    ) -> tuple[Person, str]:
        """Somebody by password, and the secret of a new session; the session `instead_of` ends.

        Raises NotSignedIn (wrong), TooManyTries (locked), WrongNetwork, Unavailable.
        """
        proved = await self._sign_in.prove(login, password, address)

        def opened(connection: Connection) -> tuple[Person, str]:
            now = self.store.now()
            user = user_by_id(connection, proved.user_id)
            person = self._person(user, Via.SESSION, "", address)
            sessions.end_session(connection, hash_of(instead_of))
            secret = sessions.open_session(connection, user.id, address, now)
            write_row(connection, now, person, "session.open", f"user {user.id}")
            return self._person(user, Via.SESSION, hash_of(secret), address), secret

        return await self.store.write(opened)

    async def by_session(self, secret: str, address: str) -> Person | None:
        """Who has this session; None: it is none or over. Raises WrongNetwork, Unavailable."""
        return await self._by(Via.SESSION, hash_of(secret), address)

    async def by_token(self, secret: str, address: str) -> Person | None:
        """Who has this API token; None: it is none or over. Raises WrongNetwork, Unavailable."""
        if not secret.startswith(TOKEN_PREFIX):
            return None
        now = self.store.now()
        token = await self.store.read(lambda connection: tokens.find_token(connection, secret, now))
        return None if token is None else await self._by(Via.TOKEN, str(token.id), address)

    async def refresh(self, person: Person) -> Person | None:
        """The person as of now; None when session, token or user are over. For the live channel (S13).

        An open live channel that asks now and then keeps its session from idling out. Raises Unavailable.
        """
        try:
            return await self._by(person.via, person.credential, person.address)
        except WrongNetwork:
            return None

    async def issue_ticket(self, person: Person) -> str:
        """A ticket for the live channel, good for tickets.GOOD_FOR."""
        now = self.store.now()
        return await self.store.write(lambda connection: tickets.issue_ticket(connection, person, now))

    async def redeem_ticket(self, ticket: str, address: str = "") -> Person | None:
        """Who may open the live channel with this ticket; None: used, late, none, or signed out meanwhile.

        `address`: where the WebSocket comes from. Raises WrongNetwork, Unavailable.
        """
        now = self.store.now()
        bound = await self.store.write(lambda connection: tickets.use_ticket(connection, ticket, now))
        return None if bound is None else await self._by(*bound, address)

    async def sign_out(self, person: Person, *, everywhere: bool = False) -> None:
        """End this session, or all of the person's. A token is not ended by this."""

        def ended(connection: Connection) -> None:
            if everywhere:
                sessions.end_sessions_of(connection, person.id)
            else:
                sessions.end_session(connection, person.credential)
            after = {"everywhere": everywhere}
            write_row(connection, self.store.now(), person, "session.end", f"user {person.id}", after=after)

        await self.store.write(ended)

    async def change_password(self, person: Person, old: str, new: str) -> None:
        """Another password for oneself; other sessions end.

        Raises NotAllowed (the old one is wrong, or with a token), TooManyTries, Invalid.
        """
        if person.via is not Via.SESSION:
            raise NotAllowed("a password is changed by whoever is signed in with it", code="not_by_token")
        check_password(new, person.login)
        try:
            await self._sign_in.prove(person.login, old, person.address)
        except NotSignedIn as wrong:
            raise NotAllowed("the old password is wrong", code="old_password_wrong") from wrong
        hashed = await self.passwords.hash(new)
        act = self.act(person, "users.password")
        await act.write(
            lambda connection: set_password(connection, person.id, hashed, keep=person.credential)
        )

    async def superiors_of(self, user_id: int) -> frozenset[int]:
        """Rows of the user's superiors, all the way up (S8: nobody listens in on them, if so configured)."""
        return await self.store.read(lambda connection: superiors_of(connection, user_id))

    async def by_extension(self, extension: str) -> User | None:
        """The active user of a telephone."""

        def look(connection: Connection) -> User | None:
            condition = (USERS.c.extension == extension) & USERS.c.active
            found = connection.execute(USERS.select().where(condition)).one_or_none()
            return None if found is None else user_by_id(connection, found.id)

        return await self.store.read(look)

    async def run(self) -> None:
        """Remove what is over, every hour."""
        while True:
            try:
                await self.tidy()
            except Unavailable:
                log.warning("What is over could not be removed, the database does not answer")
            await asyncio.sleep(TIDY_SECONDS)

    async def tidy(self) -> None:
        """Remove sessions, tickets and tries that are over, and what the audit log keeps no longer."""
        now = self.store.now()

        def remove(connection: Connection) -> int:
            sessions.forget_sessions(connection, self.rules.sessions, now)
            forget_tries(connection, now)
            return forget(connection, now, self.rules.audit_days)

        if removed := await self.store.write(remove):
            log.info("Old rows of the audit log were removed", extra={"rows": removed})

    def close(self) -> None:
        """End the threads."""
        self.passwords.close()

    async def _by(self, via: Via, name: str, address: str) -> Person | None:
        now = self.store.now()

        def look(connection: Connection) -> tuple[Person, Credential] | None:
            found = find_credential(connection, via, name, self.rules.sessions, now)
            if found is None:
                return None
            user = user_by_id(connection, found.user_id)
            return (self._person(user, via, name, address, found.scopes), found) if user.active else None

        found = await self.store.read(look)
        if found is None:
            return None
        person, credential = found
        if credential.stale:
            with contextlib.suppress(Unavailable):  # who only reads is not refused for it
                await self.store.write(lambda connection: credential.mark(connection, now))
        return person

    def _person(
        self, user: User, via: Via, credential: str, address: str, scopes: frozenset[Permission] | None = None
    ) -> Person:
        if not within(address, user.networks):
            raise WrongNetwork("not from this address")
        roles = roles_in_force(user.roles, address, self.rules.role_networks)
        if user.roles and not roles:
            raise WrongNetwork("not from this address")
        permissions = permissions_of(roles)
        return Person(
            id=user.id,
            login=user.login,
            display_name=user.display_name,
            roles=roles,
            permissions=permissions if scopes is None else permissions & scopes,
            team=user.team,
            extension=user.extension,
            address=address,
            via=via,
            credential=credential,
        )
