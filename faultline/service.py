"""Putting the parts together: the dialogs (`faultline ivr`), the live floor (`faultline cti`), or both.

Each part is a context that begins to work on entering and ends politely on leaving. Nothing here assumes that
there is only one process: two parts in two processes share the data folder and the database.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine

from prometheus_client import CollectorRegistry
from sqlalchemy import literal, select

from agi_scripts import SERVICES
from cti.http.app import create_app
from cti.http.desktop_files import desktop_router
from cti.http.server import serve_http
from cti.people.people import People
from desk.desk import Desk
from desk.errors import DeskUnavailable
from desk.line_test.opening import open_head
from desk.rules import DeskRules
from faultline import __version__
from faultline.call_runner import CallRunner
from faultline.desktop_place import desktop_folder
from faultline.disk_metrics import DiskMetrics
from faultline.live_floor import LOOPBACK, opened_floor
from faultline.settings import Settings
from faultline.staff import Tell, look_after_people
from ivr.agi_server import AgiServer
from ivr.prompts.library import PromptLibrary

log = logging.getLogger(__name__)

GRACE_SECONDS = 20.0
"""How long running dialogs may go on after a stop was asked for; then their callers go to an agent."""


@contextlib.asynccontextmanager
async def opened_desk(settings: Settings) -> AsyncIterator[Desk]:
    """The desk; a database that is away is no reason not to start. Raises SchemaMismatch, ValueError."""
    rules = DeskRules(
        site_zone=settings.site_zone,
        mended_hours=settings.mended_hours,
        test_head_seconds=settings.test_head_seconds,
        confirm_seconds=settings.confirm_seconds,
        guess_limit=settings.guess_limit,
        guess_window=settings.guess_window,
        least_free=settings.least_free_mb * 1_000_000,
    )
    head = open_head(settings.test_head, settings.folder)
    desk = await Desk.open(settings.store_url, settings.folder, settings.node, rules, test_head=head)
    try:
        yield desk
    finally:
        await desk.close()


@contextlib.asynccontextmanager
async def dialogs(
    settings: Settings, desk: Desk, registry: CollectorRegistry, grace_seconds: float = GRACE_SECONDS
) -> AsyncIterator[AgiServer]:
    """FastAGI for the dialplan, on loopback. Raises MissingPrompt (its ids) and OSError (port taken)."""
    library = PromptLibrary(settings.folder / "prompts")
    library.check()
    server = AgiServer(CallRunner(desk, SERVICES, registry), library=library, registry=registry)
    await server.start(LOOPBACK, settings.agi_port)
    log.info("Dialogs are served", extra={"port": server.port})
    try:
        yield server
    finally:
        await server.close(grace_seconds)


@contextlib.asynccontextmanager
async def live_floor(
    settings: Settings, desk: Desk, people: People, registry: CollectorRegistry, tell: Tell
) -> AsyncIterator[None]:
    """The link to Asterisk, the floor, recordings, and HTTP. Raises HttpError, ValueError."""
    registry.register(DiskMetrics(desk.disk))
    async with opened_floor(settings, desk, people, registry) as floor:

        async def database_ready() -> str | None:
            reasons = floor.alarms
            try:
                await desk.fetch(select(literal(1)), {})
            except DeskUnavailable as error:
                reasons.insert(0, str(error))
            return "; ".join(reasons) or None

        async def asterisk_ready() -> str | None:
            return floor.link.trouble

        app = create_app(
            database_ready=database_ready,
            asterisk_ready=asterisk_ready,
            registry=registry,
            version=__version__,
            api=floor.api,
            desktop=desktop_router(desktop_folder(settings), settings.phone_rules.origins),
        )
        async with (
            serve_http(app, str(settings.bind), settings.http_port) as port,
            _running(floor.run(), look_after_people(settings, people, tell)),
        ):
            log.info("The live floor is served", extra={"port": port})
            try:
                yield
            finally:
                await floor.link.farewell()


@contextlib.asynccontextmanager
async def _running(*parts: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Parts that run until the context is left; one that fails is logged and ends the service."""
    tasks = [asyncio.create_task(part) for part in parts]
    owner = asyncio.current_task()

    def ended(task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and owner is not None:
            log.critical("A part of the service failed", exc_info=task.exception())
            owner.cancel()

    for task in tasks:
        task.add_done_callback(ended)
    try:
        yield
    finally:
        for task in tasks:
            task.remove_done_callback(ended)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
