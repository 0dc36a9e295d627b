"""The desktop on a floor that a test moves by hand: the service without an Asterisk, for what needs no sound."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from prometheus_client import CollectorRegistry
from sqlalchemy import insert

from cti.floor import events as e
from cti.floor.changes import Change
from cti.floor_watch import FloorWatch
from cti.http.app import create_app
from cti.http.desktop_files import desktop_router
from cti.http.server import serve_http
from cti.steering.knobs import Knobs
from desk.desk import Desk
from desk.models import SubscriberRow
from faultline.desktop_place import desktop_folder
from faultline.live_floor import opened_floor
from faultline.service import opened_desk
from faultline.settings import Settings
from faultline.staff import opened_people
from tests.real.api.site import Site
from tests.real.house import free_ports
from tests.unit.cti.scripted_floor import ScriptedFloor

LINE = "55510107"


class Hand(ScriptedFloor):
    """Says to the service's own floor what Asterisk would."""

    def __init__(self, watch: FloorWatch) -> None:
        super().__init__()
        self.floor = watch.floor
        self._watch = watch

    def act(self, event: e.FloorEvent) -> Sequence[Change]:
        return self._watch.act(event)

    def say(self, kind: type[e.FloorEvent], **values: object) -> Sequence[Change]:
        self.at, self.mono = time.time(), time.monotonic()
        return super().say(kind, **values)

    def talks(self, call: str, agent: str, **values: str) -> None:
        """A caller comes, the telephone rings and the agent answers; nothing is recorded."""
        self.call(call, **{"line": LINE, **values})
        self.offer(call, agent, f"o-{call}")
        self.say(e.LegUp, leg=f"o-{call}-leg", linkedid=call)
        self.say(e.Conversation, leg=call, agent=agent, offer=f"o-{call}", linkedid=call)

    def ends(self, call: str) -> None:
        """The caller hangs up."""
        self.hang_up(call, f"o-{call}-leg")


class HandMoved:
    """`origin`: where the desktop is; `hand` moves the floor; people are hired at `site`."""

    def __init__(self, origin: str, hand: Hand, desk: Desk, site: Site, knobs: Knobs) -> None:
        self.origin, self.hand, self.desk, self.site = origin, hand, desk, site
        self._knobs = knobs
        self.wrap_up(600)

    def wrap_up(self, seconds: int) -> None:
        """How long a wrap-up lasts from now on; a page asks for it when it is opened."""
        self._knobs.take("WRAPUP_SECONDS", str(seconds))


@contextlib.asynccontextmanager
async def hand_moved(folder: Path) -> AsyncIterator[HandMoved]:
    """The service with one line, on SQLite."""
    settings = Settings(data=folder, **free_ports())
    registry = CollectorRegistry()

    async def ready() -> None:
        return None

    async with (
        opened_desk(settings) as desk,
        opened_people(settings, desk.database) as people,
        opened_floor(settings, desk, people, registry) as floor,
    ):
        async with desk.database.writing() as connection:
            subscriber = {
                "line_number": LINE,
                "owner": "样例丙",
                "address": "虚构街 7 号",
                "key_account": False,
            }
            await connection.execute(insert(SubscriberRow).values(subscriber))
        app = create_app(
            database_ready=ready,
            asterisk_ready=ready,
            registry=registry,
            version="0.0.1",
            api=floor.api,
            desktop=desktop_router(desktop_folder(settings), settings.phone_rules.origins),
        )
        running = asyncio.create_task(floor.run())
        try:
            async with serve_http(app, "127.0.0.1", settings.http_port) as port:
                site = Site(desk.database, people=people, api=floor.api)
                yield HandMoved(
                    f"http://127.0.0.1:{port}", Hand(floor.watch), desk, site, floor.steering.knobs
                )
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
