"""Users: everybody who signs in, with roles, skills and telephone (H16). Deactivated, never deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Json, Key, Name, Number, UtcDateTime


class UserRow(Base):
    """One person. `version` grows by one with every change of the row, its roles and its skills."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    login: Mapped[str] = mapped_column(Name, unique=True)
    """Lower case."""
    display_name: Mapped[str] = mapped_column(Name)
    password_hash: Mapped[str] = mapped_column(Text)
    """Argon2id, with its parameters."""
    active: Mapped[bool] = mapped_column(default=True)
    team: Mapped[str | None] = mapped_column(Name)
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The team's lead."""
    extension: Mapped[str | None] = mapped_column(Number, unique=True)
    telephone_digest: Mapped[str | None] = mapped_column(Text)
    """Digest of the telephone's password (RFC 8760, HA1), encrypted with the key in the data folder."""
    browser_phone: Mapped[bool] = mapped_column(default=False)
    networks: Mapped[list[Any]] = mapped_column(Json)
    """CIDR; empty: from anywhere."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UserRoleRow(Base):
    """One role of one user."""

    __tablename__ = "user_roles"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(Name, primary_key=True)


class UserSkillRow(Base):
    """A queue that a user may serve; `level` 1 is the best, higher ones are asked later."""

    __tablename__ = "user_skills"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    queue: Mapped[str] = mapped_column(Name, primary_key=True)
    level: Mapped[int]
