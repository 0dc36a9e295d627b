"""Code lists (数据字典): the values of a form's field, where a site has changed them (H16)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Json, Name, UtcDateTime


class CodeListRow(Base):
    """One list as a whole; a list without a row has the entries of desk/code_lists/."""

    __tablename__ = "code_lists"

    name: Mapped[str] = mapped_column(Name, primary_key=True)
    entries: Mapped[list[Any]] = mapped_column(Json)
    """In their order: code, zh, en, active."""
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
