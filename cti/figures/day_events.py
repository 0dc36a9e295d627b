"""The events in which one agent had a part, in order: by the agent, and by the conversations that these name."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from cti.floor.events import AnyEvent, FloorEvent
from desk.models import FloorEventRow, table_of

_EVENTS = table_of(FloorEventRow)
_COLUMNS: tuple[Any, ...] = (
    _EVENTS.c.node,
    _EVENTS.c.boot,
    _EVENTS.c.sequence,
    _EVENTS.c.at,
    _EVENTS.c.mono,
    _EVENTS.c.linkedid,
    _EVENTS.c.kind,
    _EVENTS.c.data,
)


def rows_of_events(connection: Connection, agent: str, since: datetime, until: datetime) -> list[Row[Any]]:
    """In order; `until` is before what is no longer wanted."""
    within = (_EVENTS.c.at >= since) & (_EVENTS.c.at < until)
    own = connection.execute(select(*_COLUMNS).where(_EVENTS.c.agent == agent, within)).all()
    found = {(row.node, row.boot, row.sequence): row for row in own}
    for wanted in (_of_conversations(own, within), _starts(own)):
        found.update(((row.node, row.boot, row.sequence), row) for row in connection.execute(wanted))
    return [found[key] for key in sorted(found)]


def decoded(rows: Sequence[Row[Any]]) -> Iterator[FloorEvent]:
    """The events of these rows."""
    for row in rows:
        fields = {"kind": row.kind, "at": row.at.timestamp(), "mono": row.mono, "linkedid": row.linkedid}
        yield msgspec.convert({**row.data, **fields}, type=AnyEvent)


def _of_conversations(own: Sequence[Row[Any]], within: Any) -> Any:
    conversations = {row.linkedid for row in own if row.linkedid}
    return select(*_COLUMNS).where(_EVENTS.c.linkedid.in_(conversations), within)


def _starts(own: Sequence[Row[Any]]) -> Any:
    """The first event of each start of the service: it carries the clock over a restart of the machine."""
    boots, nodes = {row.boot for row in own}, {row.node for row in own}
    return select(*_COLUMNS).where(
        _EVENTS.c.node.in_(nodes), _EVENTS.c.boot.in_(boots), _EVENTS.c.sequence == 1
    )
