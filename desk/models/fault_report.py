"""Fault reports (障碍申告): what a caller said is wrong with a line, confirmed or not (F1.9-F1.14).

States: `open` until the line is mended, `mended` until the customer has been asked, then `closed`. A report
that the caller did not confirm is kept with `confirmed` false and never counts as open towards callers. What an
agent takes down (F2.7) is confirmed; what is answered on the spot is closed at once.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, CallId, Key, Keys, Name, Number, UtcDateTime


class ReportStatus(StrEnum):
    """How far a report is."""

    OPEN = "open"
    MENDED = "mended"
    CLOSED = "closed"


class Handling(StrEnum):
    """What an agent has made of a report (F2.6, F2.7)."""

    ANSWERED = "answered"
    """On the spot."""
    DISPATCH = "dispatch"
    """An order is drafted and awaits a senior's audit."""
    SENIOR = "senior"
    """Passed on to a senior agent."""
    FOLLOW_UP = "follow_up"
    """A follow-up to the order that is out."""
    RETURN = "return"
    """Back to whoever had it, to be done again."""


class FaultReportRow(Base):
    """One report. Recordings are paths relative to the data folder."""

    __tablename__ = "fault_reports"
    __table_args__ = (
        Index(None, "line_number", "status"),
        Index(None, "created_at"),
        Index(None, "call"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(Number, unique=True)
    """Day in the site's zone (yymmdd) and a series of at least four digits; what the caller hears."""
    line_number: Mapped[str | None] = mapped_column(Number)
    """NULL: a voice message that names its line in speech only."""
    contact_number: Mapped[str | None] = mapped_column(Number)
    confirmed: Mapped[bool]
    status: Mapped[str] = mapped_column(Name, default=ReportStatus.OPEN)
    repeat_count: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(Name)
    outcome: Mapped[str] = mapped_column(Name)
    last_step: Mapped[str] = mapped_column(Name)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    call: Mapped[str] = mapped_column(CallId)
    visit: Mapped[str | None] = mapped_column(Name)
    """Key of the visit that stored it (visits.key)."""
    symptom_class: Mapped[str | None] = mapped_column(Name)
    symptom_recording: Mapped[str | None] = mapped_column(Text)
    technician_message: Mapped[str | None] = mapped_column(Text)
    """The caller's message for the technician (F1.12)."""
    message_for_caller: Mapped[str | None] = mapped_column(Text)
    """The technician's message for the caller (F1.6)."""
    taken_by: Mapped[str | None] = mapped_column(Name)
    """Login of the agent who took it down; NULL: the automatic flow."""
    handling: Mapped[str | None] = mapped_column(Name)
    """What the last agent made of it; NULL: no agent has had it."""
    note: Mapped[str | None] = mapped_column(Text)
    """The agent's words for what the caller says is wrong."""
    answer: Mapped[str | None] = mapped_column(Text)
    """What the caller was told."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(server_default="0")
    """Counts what people change, so that nobody undoes what they have not seen."""
    keys_left: Mapped[str | None] = mapped_column(Keys)
    """The beginning of a line number or contact number, as `last_step` says, whose entry the caller broke off by
    hanging up (F1.14): a hint for people, never a number to look up, to dial or to compare with."""
