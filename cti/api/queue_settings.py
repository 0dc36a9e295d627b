"""Queues, working hours and holidays as the site has them, and changing them in the desktop (H15).

What is changed here is kept in the database, over the file; in force within seconds in every process.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.responses import ERRORS
from cti.errors import NotFound
from cti.people.audit import Act
from cti.people.fields import QueueName
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.routing.queues import QueueSettings
from cti.routing.site_queues import SiteQueues
from cti.site.kept_queues import KeptQueue, keep_queue, kept_rows

MayRead = Annotated[Person, Depends(require(Permission.SITE_READ))]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Source(StrEnum):
    """Where a queue's settings come from; each goes over those before it."""

    DEFAULT = "default"
    FILE = "file"
    DESKTOP = "desktop"


class QueueSettingsShown(BaseModel):
    """One queue as it is set."""

    queue: str
    source: Source
    settings: QueueSettings
    version: int
    """To be sent with a change; 0: never changed in the desktop."""
    changed_at: datetime | None = None
    changed_by: str | None = None


class QueueChange(BaseModel):
    """The whole queue as it is to be."""

    model_config = ConfigDict(extra="forbid")

    version: Version
    """Of the queue as it was seen; with another one there now the answer is 409."""
    settings: QueueSettings


def queue_settings_router(site: SiteQueues) -> APIRouter:
    """The routes; `site` knows the file's queues."""
    router = APIRouter(prefix="/api/queue-settings", tags=["queues"], responses=ERRORS)

    async def shown(request: Request) -> list[QueueSettingsShown]:
        rows = await frame_of(request).people.store.read(kept_rows)
        names = [*site.before_changes, *(name for name in rows if name not in site.before_changes)]
        found = (_shown(site, name, rows.get(name)) for name in names)
        return [queue for queue in found if queue is not None]

    @router.get("", summary="How all queues are set")
    async def everything(request: Request, _: MayRead) -> list[QueueSettingsShown]:
        """As the database and the file have them at this moment."""
        return await shown(request)

    @router.get("/{queue}", summary="How one queue is set")
    async def one(request: Request, queue: QueueName, _: MayRead) -> QueueSettingsShown:
        """By name."""
        return _named(queue, await shown(request))

    @router.put("/{queue}", summary="Set a queue")
    async def put(
        request: Request,
        queue: QueueName,
        body: QueueChange,
        act: Annotated[Act, Depends(acting(Permission.QUEUES_WRITE, "queue_settings.change"))],
    ) -> QueueSettingsShown:
        """Changes it, or adds one of this name; in force within seconds."""
        now = frame_of(request).people.store.now()
        await act.write(
            lambda connection: keep_queue(
                connection, site, queue, body.settings, version=body.version, by=act.person, at=now
            )
        )
        return _named(queue, await shown(request))

    @router.delete("/{queue}", status_code=204, summary="Take the desktop's settings of a queue away")
    async def away(
        request: Request,
        queue: QueueName,
        version: Annotated[int, Query(ge=0, le=2**31 - 1)],
        act: Annotated[Act, Depends(acting(Permission.QUEUES_WRITE, "queue_settings.remove"))],
    ) -> None:
        """The file's hold again; a queue that the file lacks is gone, its callers wait with `junior`."""
        now = frame_of(request).people.store.now()
        await act.write(
            lambda connection: keep_queue(
                connection, site, queue, None, version=version, by=act.person, at=now
            )
        )

    return router


def _named(queue: str, found: list[QueueSettingsShown]) -> QueueSettingsShown:
    for one in found:
        if one.queue == queue:
            return one
    raise NotFound("no such queue", code="no_such_queue")


def _shown(site: SiteQueues, queue: str, row: KeptQueue | None) -> QueueSettingsShown | None:
    kept = row.settings if row is not None else None
    settings = kept or site.before_changes.get(queue)
    if settings is None:
        return None
    source = Source.FILE if queue in site.configured else Source.DEFAULT
    if kept is not None:
        source = Source.DESKTOP
    return QueueSettingsShown(
        queue=queue,
        source=source,
        settings=settings,
        version=row.version if row is not None else 0,
        changed_at=row.changed_at if row is not None else None,
        changed_by=row.changed_by if row is not None else None,
    )
