"""What the desktop keeps for a site: queues over the file's, imports by upload, who put which prompt in its place."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
NAME = sa.String(64)


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "queue_settings",
        sa.Column("queue", NAME, nullable=False),
        sa.Column("settings", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", NAME, nullable=False),
        sa.PrimaryKeyConstraint("queue", name="pk_queue_settings"),
    )
    _import_runs()
    _prompt_takes()


def downgrade() -> None:
    """Backwards."""
    op.drop_table("prompt_takes")
    op.drop_table("import_runs")
    op.drop_table("queue_settings")


def _import_runs() -> None:
    op.create_table(
        "import_runs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("node", NAME, nullable=False),
        sa.Column("file", NAME, nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("bad_rows", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=True),
        sa.Column("first_errors", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("begun_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("by", NAME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_runs"),
    )
    op.create_index("ix_import_runs_begun_at", "import_runs", ["begun_at"])


def _prompt_takes() -> None:
    op.create_table(
        "prompt_takes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("language", NAME, nullable=False),
        sa.Column("prompt", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", NAME, nullable=False),
        sa.Column("recorded_by", NAME, nullable=True),
        sa.Column("file", NAME, nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_prompt_takes"),
    )
    op.create_index("ix_prompt_takes_language_prompt_id", "prompt_takes", ["language", "prompt", "id"])
