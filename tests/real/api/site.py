"""A site's API in process, on a real database: its people, the app with every router, and browsers."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from cti.api.api import Api
from cti.api.frame import Frame
from cti.http.app import create_app
from cti.people.drafts import UserDraft
from cti.people.issuing import add_user
from cti.people.people import CLI, People, PeopleRules
from cti.people.telephone_secret import TelephoneSecrets
from cti.people.user import User
from desk.database.database import Database

KEY = "A" * 43
"""Of the tests alone."""
HERE = "http://desk.example"
PASSWORD = "words that only tests use"


@dataclass
class TestClock:
    """A wall clock that goes when it is told to."""

    __test__ = False

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **span: float) -> None:
        """Time passes: `clock.wait(minutes=5)`."""
        self.at += timedelta(**span)


class Site:
    """People and app. Make users with `user`, browsers with `browser` or `signed_in`."""

    def __init__(self, database: Database, rules: PeopleRules | None = None, **frame: Any) -> None:
        self.database = database
        self.clock = TestClock()
        self.people = People(database, TelephoneSecrets(KEY), rules, self.clock)
        self.app = app_of(Frame(self.people, **frame))
        self._numbers = itertools.count(1)

    async def user(self, *roles: str, login: str = "", **fields: Any) -> User:
        """A new user with PASSWORD; without a login one of those not yet taken."""
        name = login or f"person{next(self._numbers)}"
        draft = UserDraft(login=name, display_name="Sample Person", roles=frozenset(roles), **fields)
        return (await add_user(self.people, self.people.act(CLI, "users.create"), draft, PASSWORD)).user

    def browser(self, *, address: str = "192.0.2.7", origin: str | None = HERE) -> httpx.AsyncClient:
        """Somebody's browser, with a page of the desktop (or of `origin`) open; not signed in."""
        headers = {"origin": origin} if origin else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 50000))
        return httpx.AsyncClient(transport=transport, base_url=HERE, headers=headers)

    async def signed_in(self, user: User, **browser: Any) -> httpx.AsyncClient:
        """A browser in which this user has signed in."""
        client = self.browser(**browser)
        answer = await client.post("/api/session", json={"login": user.login, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        return client

    def close(self) -> None:
        """End the threads."""
        self.people.close()


def app_of(frame: Frame) -> FastAPI:
    """The app with every router that there is."""

    async def ready() -> None:
        return None

    return create_app(
        database_ready=ready,
        asterisk_ready=ready,
        registry=CollectorRegistry(),
        version="0.0.1",
        api=Api(frame),
    )
