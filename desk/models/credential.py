"""What proves who somebody is: sessions, personal API tokens, tickets for the live channel, and lock-outs.

Secrets are stored as SHA-256 only; they are 256 random bits, so nothing slower is needed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Json, Key, Name, UtcDateTime

Hash = String(64)
"""SHA-256 in hexadecimal."""
Address = String(45)
"""An IPv4 or IPv6 address."""


class SessionRow(Base):
    """One signed-in browser."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(Hash, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    address: Mapped[str] = mapped_column(Address)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """To the minute."""


class ApiTokenRow(Base):
    """One personal token."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(Name)
    hash: Mapped[str] = mapped_column(Hash, unique=True)
    scopes: Mapped[list[Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """To the minute."""


class LiveTicketRow(Base):
    """One ticket for the live channel, good for one use within seconds (S13)."""

    __tablename__ = "live_tickets"

    id: Mapped[str] = mapped_column(Hash, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    via: Mapped[str] = mapped_column(Name)
    credential: Mapped[str] = mapped_column(Hash)
    """The session or token that it is bound to."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInLockRow(Base):
    """Wrong passwords of one login or one address, both as a hash: a login may be a mistyped password."""

    __tablename__ = "sign_in_locks"

    subject: Mapped[str] = mapped_column(Hash, primary_key=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
