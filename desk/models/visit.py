"""Visits: one stage of a call in the automatic flow (one FastAGI session), with its statistics (F1.14)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, CallId, Json, Key, Name, Number, UtcDateTime


class VisitRow(Base):
    """One visit.

    `draft` is what was keyed and recorded so far: a visit whose process dies loses nothing.
    """

    __tablename__ = "visits"
    __table_args__ = (Index(None, "call", "n"), Index(None, "node", "ended_at"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(Name, unique=True)
    """Process start and running number there: unique without asking the database."""
    call: Mapped[str] = mapped_column(CallId)
    n: Mapped[int]
    """First, second, … visit of the call."""
    node: Mapped[str] = mapped_column(Name)
    boot: Mapped[str] = mapped_column(Name)
    script: Mapped[str] = mapped_column(Name)
    caller: Mapped[str] = mapped_column(Number)
    dialled: Mapped[str] = mapped_column(Number)
    language: Mapped[str] = mapped_column(Name)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seconds: Mapped[float | None]
    """Length by the monotonic clock (R18)."""
    outcome: Mapped[str | None] = mapped_column(Name)
    reason: Mapped[str | None] = mapped_column(Name)
    last_step: Mapped[str] = mapped_column(Name)
    durations: Mapped[dict[str, Any]] = mapped_column(Json)
    """Seconds spent in each step."""
    tries: Mapped[dict[str, Any]] = mapped_column(Json)
    """Tries used by each question."""
    draft: Mapped[dict[str, Any]] = mapped_column(Json)
