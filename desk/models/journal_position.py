"""Journal positions: how far each journal has been applied, moved together with its facts (R10)."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Key, Name, UtcDateTime


class JournalPositionRow(Base):
    """The last applied sequence of one process start of one node."""

    __tablename__ = "journal_positions"

    node: Mapped[str] = mapped_column(Name, primary_key=True)
    boot: Mapped[str] = mapped_column(Name, primary_key=True)
    sequence: Mapped[int] = mapped_column(Key)
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
