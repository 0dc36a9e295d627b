"""A service whose archive holds conversations, with the desktop in front of it; no telephone, no Asterisk."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext
from prometheus_client import CollectorRegistry

from cti.api.frame import COOKIE
from cti.http.app import create_app
from cti.http.desktop_files import desktop_router
from cti.http.server import serve_http
from cti.people.sessions import open_session
from cti.people.user import User
from faultline.desktop_place import desktop_folder
from faultline.live_floor import LiveFloor, opened_floor
from faultline.service import opened_desk
from faultline.settings import Settings
from faultline.staff import opened_people
from recordings.capture import Samples
from recordings.conversation import AnsweredLeg, Conversation
from tests.real.api.site import Site
from tests.real.house import free_ports
from tests.recorded import leave
from tests.waiting import until


class Shelf:
    """The service at `origin`; `site` makes its people, `file` its recordings."""

    def __init__(self, settings: Settings, floor: LiveFloor, site: Site, origin: str) -> None:
        self.settings, self.floor, self.site, self.origin = settings, floor, site, origin
        self._made = 0

    async def file(self, samples: Samples, seconds: float | None = None, **known: Any) -> Conversation:
        """A conversation with this audio, filed; `seconds`: where the conversation was longer."""
        self._made += 1
        long = len(samples) / 8000 if seconds is None else seconds
        call = f"{self.settings.node}-1763798400.{self._made}"
        values: Mapping[str, Any] = {
            "node": self.settings.node,
            "call": call,
            "linkedid": call,
            "file": f"{call}-0.raw",
            "started_at": datetime.now(UTC) - timedelta(minutes=90 - 7 * self._made),
            "seconds": long,
            "legs": (AnsweredLeg("8001", 0.0, long),),
            "callee": "112",
            "queue": "junior",
        }
        told = Conversation(**{**values, **known})
        leave(self.floor.recordings.archive.spool.folder, told.file, samples)
        before = self.floor.recordings.archive.archived
        await self.floor.recordings.take(told)

        async def filed() -> bool:
            return self.floor.recordings.archive.archived > before

        await until(filed)
        return told

    async def lets_in(self, context: BrowserContext, user: User) -> None:
        """The context has a session of this user's."""
        secret = await self.site.people.store.write(
            lambda connection: open_session(connection, user.id, "127.0.0.1", datetime.now(UTC))
        )
        await context.add_cookies([{"name": COOKIE, "value": secret, "url": self.origin}])


@contextlib.asynccontextmanager
async def opened_shelf(folder: Path) -> AsyncIterator[Shelf]:
    """The service on SQLite, with the built desktop."""
    settings = Settings(data=folder, **free_ports())
    async with (
        opened_desk(settings) as desk,
        opened_people(settings, desk.database) as people,
        opened_floor(settings, desk, people, CollectorRegistry()) as floor,
    ):
        site = Site(desk.database, people=people, api=floor.api)
        app = create_app(
            database_ready=_ready,
            asterisk_ready=_ready,
            registry=CollectorRegistry(),
            version="0.0.1",
            api=floor.api,
            desktop=desktop_router(desktop_folder(settings), lambda _: ()),
        )
        running = asyncio.create_task(floor.run())
        try:
            async with serve_http(app, "127.0.0.1", 0) as port:
                yield Shelf(settings, floor, site, f"http://127.0.0.1:{port}")
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def _ready() -> None:
    return None
