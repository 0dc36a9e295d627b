"""Calls by their caller, the newest first: an agent sees earlier contacts while the telephone rings (F2.2)."""

from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None

NAME = "ix_calls_caller_started_at"


def upgrade() -> None:
    """Forwards."""
    op.create_index(NAME, "calls", ["caller", "started_at"])


def downgrade() -> None:
    """Backwards."""
    op.drop_index(NAME, "calls")
