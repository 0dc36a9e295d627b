"""Keys of an entry that a caller broke off by hanging up: with the call, and with its report."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None

KEYS = sa.String(40)


def upgrade() -> None:
    """Forwards."""
    op.add_column("calls", sa.Column("keys_left", KEYS))
    op.add_column("fault_reports", sa.Column("keys_left", KEYS))


def downgrade() -> None:
    """Backwards."""
    op.drop_column("fault_reports", "keys_left")
    op.drop_column("calls", "keys_left")
