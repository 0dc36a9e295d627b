"""What a call was about is looked up by the call, also where it only repeated a report or added to one."""

from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | None = None
depends_on: str | None = None

INDEX = "ix_report_events_call"


def upgrade() -> None:
    """Forwards."""
    op.create_index(INDEX, "report_events", ["call"])


def downgrade() -> None:
    """Backwards."""
    op.drop_index(INDEX, "report_events")
