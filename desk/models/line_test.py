"""Line tests (自动测试): every electrical test of a line that was carried out (F1.8)."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, CallId, Key, Name, Number, UtcDateTime


class LineTestRow(Base):
    """One test. Resistances in ohms, capacitance in nF, voltages in V; NULL: not measured."""

    __tablename__ = "line_tests"
    __table_args__ = (Index(None, "line_number", "tested_at"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    line_number: Mapped[str] = mapped_column(Number)
    tested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    head: Mapped[str] = mapped_column(Name)
    verdict: Mapped[str] = mapped_column(Name)
    resistance_tip_ring: Mapped[float | None]
    resistance_tip_ground: Mapped[float | None]
    resistance_ring_ground: Mapped[float | None]
    capacitance_nf: Mapped[float | None]
    dc_volts: Mapped[float | None]
    ac_volts: Mapped[float | None]
    off_hook: Mapped[bool | None]
    call: Mapped[str | None] = mapped_column(CallId, index=True)
    person: Mapped[str | None] = mapped_column(Name)
    """Login of the agent who asked for it; NULL: the automatic flow."""
