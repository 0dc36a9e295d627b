"""Imports by upload: one row a file, kept when the file is gone."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.audit import NullableJson
from desk.models.base import Base, Json, Name, UtcDateTime


class ImportRunRow(Base):
    """One upload. `id` is a UUID that the browser made, so that a repetition is the same import."""

    __tablename__ = "import_runs"
    __table_args__ = (Index(None, "begun_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(Name)
    """exchanges, subscribers or works."""
    node: Mapped[str] = mapped_column(Name)
    """Where the file lies."""
    file: Mapped[str] = mapped_column(Name)
    """The name that people know it by."""
    bytes: Mapped[int] = mapped_column(BigInteger)
    replaces: Mapped[bool]
    """Rows that the file lacks are removed."""
    state: Mapped[str] = mapped_column(Name)
    """checking, checked, taking, done, faulty, refused or interrupted."""
    rows: Mapped[int]
    bad_rows: Mapped[int]
    changes: Mapped[dict[str, Any] | None] = mapped_column(NullableJson)
    """Rows added, updated, unchanged, removed: what would be, then what was."""
    first_errors: Mapped[list[Any]] = mapped_column(Json)
    reason: Mapped[str | None] = mapped_column(Text)
    """Why nothing of the file could be read, in English."""
    reason_code: Mapped[str | None] = mapped_column(Name)
    """The same by its stable name, with the values in its words."""
    reason_params: Mapped[dict[str, Any] | None] = mapped_column(NullableJson)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(Name)
