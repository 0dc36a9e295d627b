"""Studio takes of prompts: who put which in its place, and when."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Key, Name, UtcDateTime


class PromptTakeRow(Base):
    """One replacement, or the return to the rendered voice. Append-only."""

    __tablename__ = "prompt_takes"
    __table_args__ = (Index(None, "language", "prompt", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    language: Mapped[str] = mapped_column(Name)
    prompt: Mapped[str] = mapped_column(Name)
    kind: Mapped[str] = mapped_column(Name)
    """studio or rendered."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(Name)
    recorded_by: Mapped[str | None] = mapped_column(Name)
    file: Mapped[str | None] = mapped_column(Name)
    """The name that people know it by."""
    bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
