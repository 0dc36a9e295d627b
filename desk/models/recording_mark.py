"""Marks: notes that somebody made at a moment of a recording (H4)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Key, Name, UtcDateTime

LONGEST_MARK = 500
"""Characters."""


class RecordingMarkRow(Base):
    """One note at one moment. Taken away when it is deleted; the recording's history keeps what it said."""

    __tablename__ = "recording_marks"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"), index=True)
    request_id: Mapped[str] = mapped_column(String(36), unique=True)
    """Made by whoever wrote it: the same one again makes no second mark."""
    at_seconds: Mapped[float]
    """Since the recording began."""
    text: Mapped[str] = mapped_column(String(LONGEST_MARK))
    by: Mapped[str] = mapped_column(Name)
    """Login."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
