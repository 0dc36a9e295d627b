"""Planned works (工程影响): a known outage of an exchange or number range in a time window (F1.5)."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Key, Number, UtcDateTime


class PlannedWorksRow(Base):
    """One outage, in force from `starts` until before `ends`.

    `prefix` is an exchange's or longer, down to a single number.
    """

    __tablename__ = "planned_works"
    __table_args__ = (Index(None, "prefix", "ends"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    prefix: Mapped[str] = mapped_column(Number)
    starts: Mapped[datetime] = mapped_column(UtcDateTime)
    ends: Mapped[datetime] = mapped_column(UtcDateTime)
    text_zh: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
