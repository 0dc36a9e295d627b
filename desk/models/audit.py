"""The audit log: who did what, from where, before and after. Append-only, kept for half a year at least."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Key, Name, UtcDateTime

NullableJson = JSON(none_as_null=True)


class AuditRow(Base):
    """One act of a person, written in the transaction of the change itself."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index(None, "at"),
        Index(None, "action", "id"),
        Index(None, "person", "id"),
        Index(None, "subject", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person: Mapped[str] = mapped_column(Name)
    """Login; empty: nobody who is known."""
    via: Mapped[str] = mapped_column(Name)
    address: Mapped[str] = mapped_column(String(45))
    action: Mapped[str] = mapped_column(Name)
    """`noun.verb`: users.change, listen_in.start."""
    subject: Mapped[str] = mapped_column(String(128))
    """What it was done to, by id: `user 7`, `call node1-1700000000.1`."""
    before: Mapped[dict[str, Any] | None] = mapped_column(NullableJson)
    after: Mapped[dict[str, Any] | None] = mapped_column(NullableJson)
    outcome: Mapped[str] = mapped_column(Name)
    """done, refused or failed."""
