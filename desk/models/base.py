"""What all tables share: naming of constraints, UTC times, and the types of keys and telephone numbers.

Times are UTC in the store (design, decision 7); the site's zone is for people only.
"""

from datetime import UTC, datetime
from typing import cast

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Key = BigInteger().with_variant(Integer(), "sqlite")
"""A row number that the database gives out (SQLite gives out INTEGER only)."""

Number = String(20)
"""A telephone number or prefix: digits only (E.164 allows 15, short codes and trunk prefixes come on top)."""

Keys = String(40)
"""Keys that a caller had pressed, digits only; not known to be a number."""

CallId = String(80)
"""Asterisk's unique id of the channel, with the system's name in front where one is set."""

Name = String(64)
"""A word of ours: outcome, step, queue, agent, script."""

Json = JSON()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, UTC in the store. Naive times are refused: nobody could say what they mean."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a row holds."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)


def table_of(row: type[Base]) -> Table:
    """The table behind a class: statements on it skip what the ORM would do for each."""
    return cast(Table, row.__table__)
