"""A site whose API reaches a floor at work on a real Asterisk: supervisors, their tokens to listen, their phones."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from prometheus_client import CollectorRegistry
from sqlalchemy import select

from cti.api.api import Api
from cti.api.floor_api import FloorApi
from cti.api.frame import Frame
from cti.live.live_room import LiveRoom
from cti.live.rights import PeopleDoors
from cti.people.user import User
from cti.routing.queues import DEFAULT_QUEUES
from desk.database import schema
from desk.database.database import Database
from desk.models import AuditRow
from tests.real.api.site import Site, app_of
from tests.real.cti.steering.at_work import AtWork
from tests.unit.cti.pops.scripted_look import ScriptedLook


@dataclass
class Office:
    """`site` makes users and browsers; `api.listening` is what is tested."""

    site: Site
    api: FloorApi
    room: LiveRoom

    async def audit(self, *prefixes: str) -> list[tuple[str, str]]:
        """Action and outcome of the audit log, the oldest first."""

        def look(connection: Any) -> list[tuple[str, str]]:
            rows = connection.execute(select(AuditRow.action, AuditRow.outcome).order_by(AuditRow.id))
            return [(row.action, row.outcome) for row in rows if row.action.startswith(prefixes or ("",))]

        return await self.site.people.store.read(look)

    async def leave(self, browser: httpx.AsyncClient, call: str) -> httpx.Response:
        """Ask for leave to listen to a call."""
        return await browser.post(f"/api/calls/{call}/listen-in", json={"reason": "quality check"})

    async def listens(self, browser: httpx.AsyncClient, call: str) -> str:
        """Begin to listen; the listen-in's id."""
        leave = await self.leave(browser, call)
        assert leave.status_code == 201, leave.text
        begun = await browser.post("/api/listen-in", json={"token": leave.json()["token"]})
        assert begun.status_code == 201, begun.text
        return str(begun.json()["id"])

    async def supervisor(
        self, extension: str | None = "8007", **fields: Any
    ) -> tuple[User, httpx.AsyncClient]:
        """Somebody who may listen, signed in."""
        user = await self.site.user("shift_supervisor", extension=extension, **fields)
        return user, await self.site.signed_in(user)


@contextlib.asynccontextmanager
async def office(work: AtWork, folder: Path, **options: bool) -> AsyncIterator[Office]:
    """The API in front of this floor."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'office.sqlite3'}")
    await schema.upgrade(database)
    site = Site(database)
    doors = PeopleDoors(site.people)
    room = LiveRoom(work.watch, doors, ScriptedLook(), DEFAULT_QUEUES, CollectorRegistry())
    api = FloorApi(
        work.watch, work.link, work.steering, room, site.people, lambda: work.watch.discrepancies, **options
    )
    site.app = app_of(Api(Frame(site.people), api.routers))
    try:
        yield Office(site, api, room)
    finally:
        api.close()
        site.people.close()
        await database.close()
