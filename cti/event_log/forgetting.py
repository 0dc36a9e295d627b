"""Events of the live floor that are older than the site keeps leave the database, an hour of them at a time."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from desk.models import FloorEventRow, table_of

_EVENTS = table_of(FloorEventRow)
STEP = timedelta(hours=1)
"""What one transaction takes away, so that nobody waits for it."""


def forget_some(connection: Connection, node: str, before: datetime) -> bool:
    """Delete the oldest hour of a node's events from before that moment; false: there is none left."""
    oldest = connection.execute(select(func.min(_EVENTS.c.at)).where(_EVENTS.c.node == node)).scalar()
    if oldest is None or oldest >= before:
        return False
    until = min(before, oldest + STEP)
    connection.execute(delete(_EVENTS).where(_EVENTS.c.node == node, _EVENTS.c.at < until))
    return True
