"""The history of each fault report: append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, CallId, Json, Key, Name, UtcDateTime


class ReportEventRow(Base):
    """One thing that happened to a report: confirmed, taken, repeated, supplemented, message_kept, mended, …"""

    __tablename__ = "report_events"
    __table_args__ = (Index(None, "request_id", unique=True), Index(None, "call"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("fault_reports.id"), index=True)
    kind: Mapped[str] = mapped_column(Name)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    call: Mapped[str | None] = mapped_column(CallId)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    person: Mapped[str | None] = mapped_column(Name)
    """Login of whoever did it; NULL: the caller, or the automatic flow."""
    request_id: Mapped[str | None] = mapped_column(String(36))
    """The desktop's own name for what it asked: asked again, it happens once."""
