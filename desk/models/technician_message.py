"""Voice messages between callers and technicians (F1.6, F1.12), those not kept included (F1.14)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, CallId, Key, UtcDateTime


class TechnicianMessageRow(Base):
    """One recording.

    `kept` false: the caller left before confirming it; `report_id` NULL: no report known.
    """

    __tablename__ = "technician_messages"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("fault_reports.id"), index=True)
    call: Mapped[str | None] = mapped_column(CallId, index=True)
    recording: Mapped[str] = mapped_column(Text)
    for_caller: Mapped[bool]
    kept: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
