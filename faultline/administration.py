"""What a site's people keep themselves, put together for one node: the administration's routes and its tasks."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter

from cti.ami.link import AmiLink
from cti.api import exchanges, holidays, works
from cti.api.health_overview import SettingShown, health_overview_router
from cti.api.imports import imports_router
from cti.api.prompts import prompts_router
from cti.api.queue_settings import queue_settings_router
from cti.floor_watch import FloorWatch
from cti.people.people import People
from cti.routing.site_queues import SiteQueues
from cti.site.health import HealthDesk
from cti.site.importer import Importer
from cti.site.queue_watch import QueueWatch
from desk.desk import Desk
from faultline import __version__
from faultline.doctor.settings_shown import shown_settings
from faultline.prompt_shelf import DataPrompts
from faultline.settings import Settings
from ivr.prompts.library import PromptLibrary

IMPORTS = "imports"
"""Folder of uploads, below the data folder."""


class Administration:
    """Serve `routers`; run each of `parts`."""

    def __init__(
        self,
        settings: Settings,
        desk: Desk,
        people: People,
        queues: SiteQueues,
        watch: FloorWatch,
        alarms: Callable[[], Sequence[str]],
    ) -> None:
        importer = Importer(
            people,
            settings.store_url,
            settings.folder / IMPORTS,
            settings.node,
            settings.site_zone,
        )
        health = _health(settings, desk, people, watch, watch.link, alarms)
        self.parts = (QueueWatch(people, queues), importer)
        self.routers: tuple[APIRouter, ...] = (
            queue_settings_router(queues),
            holidays.router,
            exchanges.router,
            works.router,
            imports_router(importer),
            prompts_router(DataPrompts(settings.folder)),
            health_overview_router(health, settings_told(settings)),
        )


def settings_told(settings: Settings) -> list[SettingShown]:
    """All settings, with what each means."""
    fields = Settings.model_fields
    return [
        SettingShown(
            name=shown.name,
            value=shown.value,
            source=shown.source,
            about=fields[shown.name].description or "",
        )
        for shown in shown_settings(settings)
    ]


def _health(
    settings: Settings,
    desk: Desk,
    people: People,
    watch: FloorWatch,
    link: AmiLink,
    alarms: Callable[[], Sequence[str]],
) -> HealthDesk:
    library = PromptLibrary(settings.folder / "prompts")
    return HealthDesk(
        store=people.store,
        link=link,
        event_log=watch.log,
        floor=lambda: watch.floor,
        disk=desk.disk,
        version=__version__,
        zone=settings.site_zone,
        missing_prompts=lambda: ["/".join(filter(None, missing)) for missing in library.missing()],
        alarms=alarms,
    )
