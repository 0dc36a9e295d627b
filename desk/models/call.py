"""Calls: one row a call, closed exactly once (hardening: every call ends in exactly one final record)."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, CallId, Keys, Name, Number, UtcDateTime


class CallRow(Base):
    """One call. Columns fill up as facts arrive, in any order: dialogs and live floor share the row."""

    __tablename__ = "calls"
    __table_args__ = (
        Index(None, "started_at"),
        Index(None, "node", "ended_at"),
        Index(None, "caller", "started_at"),
    )

    call: Mapped[str] = mapped_column(CallId, primary_key=True)
    node: Mapped[str] = mapped_column(Name)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    caller: Mapped[str] = mapped_column(Number, default="")
    dialled: Mapped[str] = mapped_column(Number, default="")
    queue: Mapped[str | None] = mapped_column(Name)
    agent: Mapped[str | None] = mapped_column(Name)
    waited_seconds: Mapped[float | None]
    overflow_prompts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(Name)
    outcome_final: Mapped[bool] = mapped_column(default=False)
    """The live floor has spoken: dialogs that end later no longer change the outcome."""
    recording: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Name)
    cause: Mapped[int | None]
    """Hang-up cause (ITU-T Q.850)."""
    keys_left: Mapped[str | None] = mapped_column(Keys)
    """Keys that were taken for nobody's number (F1.14): entries that were refused as too short, and the one that the
    caller broke off by hanging up, at the last step of the call's last visit."""
