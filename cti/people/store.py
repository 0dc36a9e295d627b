"""The database as people's parts use it: every look and every change ends within seconds, or is refused (R10)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection

from cti.errors import Unavailable
from desk.database.database import Database
from desk.errors import DeskUnavailable

T = TypeVar("T")

READ_SECONDS = 4.0
WRITE_SECONDS = 6.0

Clock = Callable[[], datetime]
"""The time of the wall clock, UTC."""


def wall_clock() -> datetime:
    """Now."""
    return datetime.now(UTC)


class PeopleStore:
    """A database with deadlines, and a clock."""

    def __init__(self, database: Database, now: Clock = wall_clock) -> None:
        self.database = database
        self.now = now

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do work that only reads. Raises Unavailable."""
        try:
            return await self.database.read(work, READ_SECONDS)
        except DeskUnavailable as trouble:
            raise Unavailable("the database does not answer", code="database_away") from trouble

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do work in one transaction. Raises Unavailable; the change may be made all the same, later."""
        try:
            return await self.database.write(work, WRITE_SECONDS)
        except DeskUnavailable as trouble:
            raise Unavailable("the database does not answer", code="database_away") from trouble
