"""Recorded conversations (K12, H4): one row a file that Asterisk recorded, kept when the audio is deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, CallId, Json, Key, Name, Number, UtcDateTime


class RecordingRow(Base):
    """One recorded conversation. `file` is the name that Asterisk gave it, unique on its node."""

    __tablename__ = "recordings"
    __table_args__ = (
        UniqueConstraint("node", "file"),
        Index(None, "started_at", "id"),
        Index(None, "seconds", "id"),
        Index(None, "caller", "started_at"),
        Index(None, "callee", "started_at"),
        Index(None, "line_number", "started_at"),
        Index(None, "report"),
        Index(None, "call"),
        Index(None, "linkedid"),
        Index(None, "delete_after"),
        Index(None, "verified_at", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    node: Mapped[str] = mapped_column(Name)
    file: Mapped[str] = mapped_column(String(100))
    call: Mapped[str] = mapped_column(CallId)
    linkedid: Mapped[str] = mapped_column(CallId)
    caller: Mapped[str] = mapped_column(Number, default="")
    callee: Mapped[str] = mapped_column(Number, default="")
    queue: Mapped[str | None] = mapped_column(Name)
    line_number: Mapped[str | None] = mapped_column(Number)
    report: Mapped[str | None] = mapped_column(Number)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seconds: Mapped[float]
    """Length of the audio."""
    pauses: Mapped[list[Any]] = mapped_column(Json)
    """`[from, to]` in seconds since the start: nothing was recorded on purpose."""
    handed_over: Mapped[bool]
    """Whether the live floor told of the conversation; false: adopted from the spool."""
    state: Mapped[str] = mapped_column(Name)
    """ok, truncated, silent or missing."""
    format: Mapped[str | None] = mapped_column(Name)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    """Size of the stored object."""
    source_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    """Size of Asterisk's file."""
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the stored object, hexadecimal."""
    storage_key: Mapped[str | None] = mapped_column(Text)
    """Where the object lies below the archive; None: there is none (missing, or deleted)."""
    key_id: Mapped[str | None] = mapped_column(Name)
    """The key it is encrypted with; None: not encrypted."""
    caller_dbfs: Mapped[float | None]
    """Level of the caller's speech, dB below full scale; None: silent throughout."""
    agent_dbfs: Mapped[float | None]
    caller_silence: Mapped[float | None]
    """Share of the time in which the caller is silent, 0 to 1."""
    agent_silence: Mapped[float | None]
    archived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the object was last compared with its checksum; None: there is none."""
    legal_hold: Mapped[bool] = mapped_column(default=False)
    delete_after: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecordingLegRow(Base):
    """An agent's part in a recorded conversation, in seconds since its start."""

    __tablename__ = "recording_legs"
    __table_args__ = (UniqueConstraint("recording_id", "n"), Index(None, "agent", "recording_id"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"))
    n: Mapped[int]
    agent: Mapped[str] = mapped_column(Name)
    begins: Mapped[float]
    ends: Mapped[float]


class RecordingEventRow(Base):
    """What happened to a recording, append-only: archived, completed, held, released, marked, unmarked, deleted,
    erased."""

    __tablename__ = "recording_events"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"), index=True)
    kind: Mapped[str] = mapped_column(Name)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str | None] = mapped_column(Name)
    reason: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(Json)


class RecordingFindingRow(Base):
    """Something that the completeness audit found wrong with the recording of a call (K12)."""

    __tablename__ = "recording_findings"
    __table_args__ = (
        UniqueConstraint("node", "subject", "kind", "leg"),
        Index(None, "resolved_at", "id"),
        Index(None, "call"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    node: Mapped[str] = mapped_column(Name)
    subject: Mapped[str] = mapped_column(String(100))
    """The recording's file, or the call where there is not even a file's name."""
    kind: Mapped[str] = mapped_column(Name)
    leg: Mapped[int]
    """Which of the conversation's legs, from 0; -1: the whole."""
    call: Mapped[str] = mapped_column(CallId)
    agent: Mapped[str | None] = mapped_column(Name)
    expected: Mapped[float | None]
    """Seconds."""
    found: Mapped[float | None]
    """Seconds."""
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by: Mapped[str | None] = mapped_column(Name)
    """Who settled it; None: it resolved itself, or is open."""
    note: Mapped[str | None] = mapped_column(Text)
