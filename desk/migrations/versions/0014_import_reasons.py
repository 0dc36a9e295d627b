"""Why an import was refused, by a stable name with its values beside the English sentence."""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Forwards."""
    op.add_column("import_runs", sa.Column("reason_code", sa.String(64)))
    op.add_column("import_runs", sa.Column("reason_params", sa.JSON()))


def downgrade() -> None:
    """Backwards."""
    op.drop_column("import_runs", "reason_params")
    op.drop_column("import_runs", "reason_code")
