"""The history of each fault report: append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, CallId, Json, Key, Name, UtcDateTime


class ReportEventRow(Base):
    """One thing that happened to a report: stored, confirmed, repeated, message_kept, mended, …"""

    __tablename__ = "report_events"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("fault_reports.id"), index=True)
    kind: Mapped[str] = mapped_column(Name)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    call: Mapped[str | None] = mapped_column(CallId)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
