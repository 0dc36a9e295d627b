"""What agents do with fault reports: who took one down, what was made of it, and each request once."""

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | None = None
depends_on: str | None = None

NAME = sa.String(64)
ONCE = "ix_report_events_request_id"


def upgrade() -> None:
    """Forwards."""
    for column in ("taken_by", "handling"):
        op.add_column("fault_reports", sa.Column(column, NAME))
    for column in ("note", "answer"):
        op.add_column("fault_reports", sa.Column(column, sa.Text()))
    op.add_column("fault_reports", sa.Column("closed_at", sa.DateTime(timezone=True)))
    op.add_column("fault_reports", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("report_events", sa.Column("person", NAME))
    op.add_column("report_events", sa.Column("request_id", sa.String(36)))
    op.create_index(ONCE, "report_events", ["request_id"], unique=True)
    op.add_column("line_tests", sa.Column("person", NAME))


def downgrade() -> None:
    """Backwards."""
    op.drop_column("line_tests", "person")
    op.drop_index(ONCE, "report_events")
    for column in ("request_id", "person"):
        op.drop_column("report_events", column)
    for column in ("version", "closed_at", "answer", "note", "handling", "taken_by"):
        op.drop_column("fault_reports", column)
