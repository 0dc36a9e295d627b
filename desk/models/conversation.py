"""What agents note about their conversations with callers, beside the fault report (F2.3, F2.4; wrap-up)."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, CallId, Name, Number, UtcDateTime


class ConversationRow(Base):
    """One agent's part in one call: there from the answer on, filled in by the agent.

    No foreign key to `calls`: the facts of a call may still be in the journal while the agent writes.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index(None, "agent", "answered_at"),)

    call: Mapped[str] = mapped_column(CallId, primary_key=True)
    agent: Mapped[str] = mapped_column(Name, primary_key=True)
    """Extension."""
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    identity: Mapped[str | None] = mapped_column(Name)
    """matches, mismatch, not_checked (F2.3); NULL: nothing said."""
    identity_note: Mapped[str | None] = mapped_column(Text)
    disposition: Mapped[str | None] = mapped_column(Name)
    """A code of the code list `disposition`; NULL: no wrap-up noted."""
    note: Mapped[str | None] = mapped_column(Text)
    report: Mapped[str | None] = mapped_column(Number)
    """Number of the fault report that it was about."""
    noted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Of the latest entry."""
