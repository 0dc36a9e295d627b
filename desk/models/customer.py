"""Customers (客户): contact data of people who call, apart from the owners of lines (H7, H11)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Key, Name, Number, UtcDateTime


class CustomerRow(Base):
    """One person or household. `version` grows by one with every change, of the numbers too."""

    __tablename__ = "customers"
    __table_args__ = (Index(None, "name"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Name)
    address: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    line_number: Mapped[str | None] = mapped_column(Number)
    """The line that this person mostly calls about."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    request_id: Mapped[str | None] = mapped_column(Name, unique=True)
    """The browser's name of the form: a form sent twice makes one customer."""


class CustomerNumberRow(Base):
    """A telephone number is the account (H18): it belongs to one customer."""

    __tablename__ = "customer_numbers"
    __table_args__ = (Index(None, "customer_id"),)

    number: Mapped[str] = mapped_column(Number, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    position: Mapped[int]
    """0 is the main one."""
