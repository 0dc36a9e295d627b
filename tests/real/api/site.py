"""A site's API in process, on a real database: its people, the app with every router, and browsers."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from cti.api.api import Api
from cti.api.frame import Frame
from cti.http.app import create_app
from cti.people.drafts import UserDraft
from cti.people.people import CLI, People, PeopleRules
from cti.people.sessions import open_session
from cti.people.telephone_secret import TelephoneSecrets
from cti.people.user import User
from cti.people.user_changes import create_user
from desk.database.database import Database
from faultline.live_floor import opened_floor
from faultline.service import opened_desk
from faultline.settings import Settings
from faultline.staff import opened_people
from tests.real.house import free_ports

KEY = "A" * 43
"""Of the tests alone."""
HERE = "http://desk.example"
PASSWORD = "words that only tests use"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
"""Cheap to compare; what users are given is in tests/unit/cti/people/test_passwords.py."""


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

    def __init__(
        self,
        database: Database,
        rules: PeopleRules | None = None,
        *,
        people: People | None = None,
        api: Api | None = None,
        **frame: Any,
    ) -> None:
        self.database = database
        self.clock = TestClock()
        self.people = people or People(database, TelephoneSecrets(KEY), rules, self.clock)
        self.api = api or Api(Frame(self.people, **frame))
        self.app = app_of(self.api)
        self._numbers = itertools.count(1)

    async def user(self, *roles: str, login: str = "", **fields: Any) -> User:
        """A new user with PASSWORD; without a login one of those not yet taken."""
        name = login or f"person{next(self._numbers)}"
        new = UserDraft(login=name, display_name="Sample Person", roles=frozenset(roles), **fields).new_user()
        sealed = self.people.telephones.sealed(new.extension, PASSWORD) if new.extension else None
        act = self.people.act(CLI, "users.create")
        return await act.write(lambda c: create_user(c, new, PASSWORD_HASH, sealed, self.clock()))

    def browser(self, *, address: str = "192.0.2.7", origin: str | None = HERE) -> httpx.AsyncClient:
        """Somebody's browser, with a page of the desktop (or of `origin`) open; not signed in."""
        headers = {"origin": origin} if origin else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 50000))
        return httpx.AsyncClient(transport=transport, base_url=HERE, headers=headers)

    async def signed_in(self, user: User, **browser: Any) -> httpx.AsyncClient:
        """A browser that has a session of this user, without the time that a password takes."""
        client = self.browser(**browser)
        secret = await self.people.store.write(
            lambda connection: open_session(connection, user.id, "192.0.2.7", self.clock())
        )
        client.cookies.set("faultline_session", secret)
        return client

    async def tries(self, login: str, password: str = PASSWORD, **browser: Any) -> httpx.Response:
        """Signing in by password, in a new browser."""
        return await self.browser(**browser).post("/api/session", json={"login": login, "password": password})

    def close(self) -> None:
        """End the threads."""
        self.people.close()


def app_of(api: Api) -> FastAPI:
    """The app around it."""

    async def ready() -> None:
        return None

    return create_app(
        database_ready=ready,
        asterisk_ready=ready,
        registry=CollectorRegistry(),
        version="0.0.1",
        api=api,
    )


@contextlib.asynccontextmanager
async def whole_site(folder: Path) -> AsyncIterator[Site]:
    """The service's API with the routers of every room, on SQLite; Asterisk is away."""
    settings = Settings(data=folder, **free_ports())
    async with (
        opened_desk(settings) as desk,
        opened_people(settings, desk.database) as people,
        opened_floor(settings, desk, people, CollectorRegistry()) as floor,
    ):
        running = asyncio.create_task(floor.run())
        try:
            yield Site(desk.database, people=people, api=floor.api)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
