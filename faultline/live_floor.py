"""The live floor put together: the link to Asterisk, the floor, what acts on it, desktops, recordings, the API."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry

from cti.ami.link import AmiLink
from cti.api import recording_findings, recording_marks
from cti.api.api import Api
from cti.api.conversation_api import conversation_routers
from cti.api.floor_api import FloorApi
from cti.api.phone import phone_router
from cti.api.recordings import recordings_router
from cti.api.report_api import report_routers
from cti.api.site import site_router
from cti.desk_records import DeskRecords
from cti.event_log.loader import Loader
from cti.floor_watch import FloorWatch
from cti.live.live_room import LiveRoom
from cti.live.rights import PeopleDoors, RightsWatch
from cti.people.people import People
from cti.pops.findings import DeskFindings
from cti.pops.webhooks import WebhookRules, Webhooks
from cti.recorded import Recorded
from cti.roster import Roster
from cti.routing.site_queues import SiteQueues
from cti.steering.earlier_out_calls import earlier_out_calls
from cti.steering.earlier_talks import EarlierTalks
from cti.steering.live_floor import stamp
from cti.steering.steering import Steering
from desk.desk import Desk
from desk.errors import DeskUnavailable
from desk.look_up import report_of_call
from faultline import __version__
from faultline.administration import Administration
from faultline.asterisk.places import Places
from faultline.asterisk.secrets import ami_accounts, kept_secret
from faultline.call_page import CallPageRoom
from faultline.settings import Settings
from faultline.staff import api_frame
from recordings.conversation import Conversation
from recordings.room import Recordings

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"


class LiveFloor:
    """One node's. Open it with `opened_floor`, run `run`; `api` is what the HTTP app serves."""

    def __init__(
        self,
        settings: Settings,
        desk: Desk,
        people: People,
        registry: CollectorRegistry,
        webhooks: Webhooks,
    ) -> None:
        self._desk = desk
        accounts = ami_accounts(settings.folder)
        self.link = AmiLink.open(
            LOOPBACK, settings.ami_port, accounts.events.secret, accounts.actions.secret, registry
        )
        records = DeskRecords(desk.call_log, settings.node)
        self.watch = FloorWatch.open(
            self.link, settings.folder / "floor-log", settings.node, records, registry
        )
        self._loader = Loader(
            desk.database,
            settings.folder / "floor-log",
            settings.node,
            keep_days=settings.floor_log_days,
            keep_bytes=settings.floor_log_mb * 1_000_000,
            keep_rows_days=settings.floor_events_days,
        )
        queues = SiteQueues(settings.queues)
        self.steering = Steering(
            self.watch,
            self.link,
            queues,
            ZoneInfo(settings.site_zone),
            outbound_patterns=settings.outbound_patterns,
            out_calls_an_hour=settings.out_calls_an_hour,
            out_calls_placed=earlier_out_calls(settings.folder / "floor-log", settings.node, stamp()),
        )
        queues.subscribe(self.steering.follow_queues)
        doors = PeopleDoors(people)
        self.room = LiveRoom(
            self.watch,
            doors,
            DeskFindings(desk, repair_hours=settings.repair_hours),
            queues,
            registry,
            alarms={"desk": lambda: self.alarms, "asterisk": lambda: filter(None, [self.link.trouble])},
            post=webhooks.send,
        )
        self.recordings = Recordings(
            desk.database,
            settings.folder,
            settings.node,
            spool=Places(settings.folder).conversations,
            url=settings.recordings_url,
            form=settings.recordings_format,
            encrypted=settings.recordings_encrypted,
            retention_days=settings.retention_days,
            verified_a_minute=settings.recordings_verified_a_minute,
            is_up=lambda call: call in self.watch.floor.calls,
        )
        registry.register(self.recordings.metrics)
        self._recorded = Recorded(self.watch.floor, self._hand_over)
        self.watch.subscribe(self._recorded.note)
        self._roster = Roster(people, self.watch)
        self._rights = RightsWatch(people, self.room.hub, doors)
        self._handing_over: set[asyncio.Task[None]] = set()
        self.floor_api = FloorApi(
            self.watch,
            self.link,
            self.steering,
            self.room,
            people,
            lambda: self.watch.discrepancies,
            spare_superiors=settings.listen_spares_superiors,
            tell_agents=settings.listen_tells_agents,
        )
        self._call_page = CallPageRoom(settings, desk, self.watch)
        shelves = (recordings_router(self.recordings), recording_findings.router, recording_marks.router)
        telephone = phone_router(settings.phone_rules, self.steering)
        site = site_router(settings.site_zone, __version__)
        reports = report_routers(desk, repair_hours=settings.repair_hours)
        notes = conversation_routers(self.watch, desk.call_log, ZoneInfo(settings.site_zone), queues)
        self._administration = Administration(settings, desk, people, queues, self.watch, lambda: self.alarms)
        administration = self._administration.routers
        self.api = Api(
            api_frame(settings, people),
            (
                *administration,
                *self.floor_api.routers,
                *shelves,
                *reports,
                *notes,
                site,
                telephone,
                self._call_page.router,
            ),
        )

    @property
    def alarms(self) -> list[str]:
        """What is wrong with what is written here, for health checks; empty: nothing."""
        return [*self._desk.alarms, *filter(None, [self.watch.log.alarm])]

    async def run(self) -> None:
        """Until cancelled; what is under way is taken over at the start."""
        self._recorded.adopt(time.time(), time.monotonic())
        parts = (
            self.link,
            self.watch,
            self._loader,
            self._roster,
            *self._administration.parts,
            EarlierTalks(self._desk.database, self.watch, self.steering.board),
            self.steering,
            self.floor_api.stray_listeners,
            self.room,
            self._rights,
            self.recordings,
        )
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part.run())

    async def aclose(self) -> None:
        """Finish what was handed over, and write the log to its end."""
        self.floor_api.close()
        self._call_page.close()
        await asyncio.gather(*self._handing_over, return_exceptions=True)
        await self.watch.aclose()

    def _hand_over(self, conversation: Conversation) -> None:
        task = asyncio.create_task(self._file(conversation))
        self._handing_over.add(task)
        task.add_done_callback(self._handing_over.discard)

    async def _file(self, conversation: Conversation) -> None:
        """Hand a conversation to the archive at once, and again when its report is known."""
        await self.recordings.take(conversation)
        with contextlib.suppress(DeskUnavailable):
            report = await report_of_call(self._desk.fetch, conversation.call)
            if report is not None:
                await self.recordings.take(replace(conversation, report=report))


@contextlib.asynccontextmanager
async def opened_floor(
    settings: Settings, desk: Desk, people: People, registry: CollectorRegistry
) -> AsyncIterator[LiveFloor]:
    """The floor as its log has it, not running yet. Raises ValueError for settings that can't be used."""
    secret = kept_secret(settings.folder / "secrets", "pop-webhooks").encode()
    rules = WebhookRules(hosts=settings.webhook_hosts)
    async with Webhooks(secret, rules, registry) as webhooks:
        floor = LiveFloor(settings, desk, people, registry, webhooks)
        try:
            yield floor
        finally:
            await floor.aclose()
