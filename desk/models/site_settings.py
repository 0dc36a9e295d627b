"""What a site keeps in the database over its file of settings: queues by name, and its holidays (H15)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from desk.models.audit import NullableJson
from desk.models.base import Base, Json, Name, UtcDateTime


class QueueSettingsRow(Base):
    """One queue as the desktop has it. `version` grows by one with every change and never goes back."""

    __tablename__ = "queue_settings"

    queue: Mapped[str] = mapped_column(Name, primary_key=True)
    settings: Mapped[dict[str, Any] | None] = mapped_column(NullableJson)
    """None: taken away again, the file's holds; the row stays, so that its version goes on."""
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(Name)


class HolidayCalendarRow(Base):
    """The site's holidays as a whole, in one row; no row: there are none."""

    __tablename__ = "holiday_calendar"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Always 1."""
    holidays: Mapped[list[Any]] = mapped_column(Json)
    """By day: day, name, hours."""
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(Name)
