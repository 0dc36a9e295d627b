"""Events of the live floor, of all nodes in one table: carried over from each node's own log, exactly once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, CallId, Json, Key, Name, UtcDateTime


class FloorEventRow(Base):
    """One event, named for ever by node, boot and sequence."""

    __tablename__ = "floor_events"
    __table_args__ = (Index(None, "at"), Index(None, "linkedid"), Index(None, "agent", "at"))

    node: Mapped[str] = mapped_column(Name, primary_key=True)
    boot: Mapped[str] = mapped_column(Name, primary_key=True)
    sequence: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    mono: Mapped[float]
    """Seconds of the machine's clock that never steps (R18)."""
    linkedid: Mapped[str] = mapped_column(CallId)
    """Asterisk's id of the conversation, empty for what belongs to none."""
    agent: Mapped[str] = mapped_column(Name, server_default="")
    """Extension of the agent that it is about, or whose telephone; empty: none."""
    kind: Mapped[str] = mapped_column(Name)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    """Everything else that the event says."""
