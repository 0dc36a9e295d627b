"""Exchanges (局向): the switch areas that numbers belong to, found by their longest prefix (F1.4)."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Number


class ExchangeRow(Base):
    """One switch area. Few thousand rows at most."""

    __tablename__ = "exchanges"
    __table_args__ = ({"sqlite_with_rowid": False},)

    prefix: Mapped[str] = mapped_column(Number, primary_key=True)
    branch: Mapped[str] = mapped_column(Text)
    test_centre: Mapped[str] = mapped_column(Text)
