"""Notes at a moment of a recording, and when a recording was last compared with its checksum."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "recording_marks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("recording_id", KEY, nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("at_seconds", sa.Double(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_recording_marks_recording_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recording_marks"),
        sa.UniqueConstraint("request_id", name="uq_recording_marks_request_id"),
    )
    op.create_index("ix_recording_marks_recording_id", "recording_marks", ["recording_id"])
    op.add_column("recordings", sa.Column("verified_at", TIME))
    op.execute("UPDATE recordings SET verified_at = archived_at WHERE storage_key IS NOT NULL")
    op.create_index("ix_recordings_verified_at_id", "recordings", ["verified_at", "id"])


def downgrade() -> None:
    """Backwards."""
    op.drop_index("ix_recordings_verified_at_id", "recordings")
    op.drop_column("recordings", "verified_at")
    op.drop_table("recording_marks")
