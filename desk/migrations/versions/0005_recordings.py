"""Recordings, their legs and history, and what the completeness audit found."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
CALL = sa.String(80)
NAME = sa.String(64)
NUMBER = sa.String(20)
FILE = sa.String(100)
FROM_RECORDINGS = ["recordings.id"]


def upgrade() -> None:
    """Forwards."""
    _recordings()
    _recording_legs()
    _recording_events()
    _recording_findings()


def downgrade() -> None:
    """Backwards."""
    op.drop_table("recording_findings")
    op.drop_table("recording_events")
    op.drop_table("recording_legs")
    op.drop_table("recordings")


def _recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("node", NAME, nullable=False),
        sa.Column("file", FILE, nullable=False),
        sa.Column("call", CALL, nullable=False),
        sa.Column("linkedid", CALL, nullable=False),
        sa.Column("caller", NUMBER, nullable=False),
        sa.Column("callee", NUMBER, nullable=False),
        sa.Column("queue", NAME),
        sa.Column("line_number", NUMBER),
        sa.Column("report", NUMBER),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("handed_over", sa.Boolean(), nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("format", NAME),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("source_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64)),
        sa.Column("storage_key", sa.Text()),
        sa.Column("key_id", NAME),
        sa.Column("caller_dbfs", sa.Double()),
        sa.Column("agent_dbfs", sa.Double()),
        sa.Column("caller_silence", sa.Double()),
        sa.Column("agent_silence", sa.Double()),
        sa.Column("archived_at", TIME, nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("delete_after", TIME, nullable=False),
        sa.Column("deleted_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
        sa.UniqueConstraint("node", "file", name="uq_recordings_node_file"),
    )
    for columns in (
        ["started_at", "id"],
        ["seconds", "id"],
        ["caller", "started_at"],
        ["callee", "started_at"],
        ["line_number", "started_at"],
        ["report"],
        ["call"],
        ["linkedid"],
        ["delete_after"],
    ):
        op.create_index(f"ix_recordings_{'_'.join(columns)}", "recordings", columns)


def _recording_legs() -> None:
    op.create_table(
        "recording_legs",
        sa.Column("id", KEY, nullable=False),
        sa.Column("recording_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("agent", NAME, nullable=False),
        sa.Column("begins", sa.Double(), nullable=False),
        sa.Column("ends", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], FROM_RECORDINGS, name="fk_recording_legs_recording_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recording_legs"),
        sa.UniqueConstraint("recording_id", "n", name="uq_recording_legs_recording_id_n"),
    )
    op.create_index("ix_recording_legs_agent_recording_id", "recording_legs", ["agent", "recording_id"])


def _recording_events() -> None:
    op.create_table(
        "recording_events",
        sa.Column("id", KEY, nullable=False),
        sa.Column("recording_id", KEY, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", NAME),
        sa.Column("reason", sa.Text()),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], FROM_RECORDINGS, name="fk_recording_events_recording_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recording_events"),
    )
    op.create_index("ix_recording_events_recording_id", "recording_events", ["recording_id"])


def _recording_findings() -> None:
    op.create_table(
        "recording_findings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("node", NAME, nullable=False),
        sa.Column("subject", FILE, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("leg", sa.Integer(), nullable=False),
        sa.Column("call", CALL, nullable=False),
        sa.Column("agent", NAME),
        sa.Column("expected", sa.Double()),
        sa.Column("found", sa.Double()),
        sa.Column("noticed_at", TIME, nullable=False),
        sa.Column("resolved_at", TIME),
        sa.Column("resolved_by", NAME),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_recording_findings"),
        sa.UniqueConstraint(
            "node", "subject", "kind", "leg", name="uq_recording_findings_node_subject_kind_leg"
        ),
    )
    op.create_index("ix_recording_findings_resolved_at_id", "recording_findings", ["resolved_at", "id"])
    op.create_index("ix_recording_findings_call", "recording_findings", ["call"])
