"""Queues in the database: read, changed, taken away, each change in the audit log with what differs (H15)."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, func, insert, select, update

from cti.errors import Conflict, Invalid, NotFound
from cti.people.audit import Change
from cti.people.person import Person
from cti.routing.queues import NoOtherQueue, Queues, QueueSettings
from cti.routing.site_queues import SiteQueues
from desk.models import QueueSettingsRow, table_of

log = logging.getLogger(__name__)

KEPT = table_of(QueueSettingsRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptQueue:
    """One row; `settings` None: taken away again."""

    queue: str
    settings: QueueSettings | None
    version: int
    changed_at: datetime
    changed_by: str


def queues_state(connection: Connection) -> int:
    """Another number after every change, whichever process made it."""
    return int(connection.execute(select(func.coalesce(func.sum(KEPT.c.version), 0))).scalar_one())


def kept_rows(connection: Connection) -> dict[str, KeptQueue]:
    """By name. What no longer fits the description counts as taken away, and is logged."""
    rows = connection.execute(select(KEPT).order_by(KEPT.c.queue)).all()
    return {
        row.queue: KeptQueue(
            queue=row.queue,
            settings=_settings(row.queue, row.settings),
            version=row.version,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
        )
        for row in rows
    }


def kept_queues(connection: Connection) -> Queues:
    """Those that hold."""
    return {name: row.settings for name, row in kept_rows(connection).items() if row.settings is not None}


def _settings(queue: str, stored: Mapping[str, Any] | None) -> QueueSettings | None:
    if stored is None:
        return None
    try:
        return QueueSettings.model_validate(stored)
    except ValidationError:
        log.error("A queue in the database is not what this version understands", extra={"queue": queue})
        return None


def keep_queue(
    connection: Connection,
    site: SiteQueues,
    queue: str,
    wanted: QueueSettings | None,
    *,
    version: int,
    by: Person,
    at: datetime,
) -> Change[None]:
    """Put a queue into the database, or take it away (None). `version`: of the row as it was seen, 0: none.

    Raises Conflict (changed meanwhile), Invalid (names a queue that does not exist), NotFound (nothing to take away).
    """
    rows = kept_rows(connection)
    before = rows.get(queue)
    if version != (before.version if before else 0):
        raise Conflict("the queue has changed meanwhile", code="changed_meanwhile")
    holds = {name: row.settings for name, row in rows.items() if row.settings is not None}
    if wanted is None and queue not in holds:
        raise NotFound("the desktop has not changed this queue")
    old = holds.pop(queue, None) or site.before_changes.get(queue)
    try:
        merged = site.merged(holds if wanted is None else {**holds, queue: wanted})
    except NoOtherQueue as trouble:
        raise Invalid(
            str(trouble), code="no_other_queue", queue=trouble.queue, target=trouble.target
        ) from trouble
    _write(connection, queue, wanted, by, at, known=before is not None)
    return Change(None, f"queue {queue}", *differences(old, merged.get(queue)))


def _write(
    connection: Connection, queue: str, wanted: QueueSettings | None, by: Person, at: datetime, *, known: bool
) -> None:
    values = {
        "settings": wanted.model_dump(mode="json") if wanted is not None else None,
        "changed_at": at,
        "changed_by": by.login,
    }
    if known:
        change = update(KEPT).where(KEPT.c.queue == queue)
        connection.execute(change.values(**values, version=KEPT.c.version + 1))
    else:
        connection.execute(insert(KEPT).values(**values, queue=queue, version=1))


def differences(
    before: QueueSettings | None, after: QueueSettings | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """What differs, on both sides; None: the queue is not there."""
    old = before.model_dump(mode="json") if before is not None else None
    new = after.model_dump(mode="json") if after is not None else None
    if old is None or new is None:
        return old, new
    names = [name for name in old if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}
