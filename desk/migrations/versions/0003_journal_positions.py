"""How far each journal has been carried over."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
NAME = sa.String(64)


def upgrade() -> None:
    """Forwards."""
    _journal_positions()


def downgrade() -> None:
    """Backwards."""
    op.drop_table("journal_positions")


def _journal_positions() -> None:
    op.create_table(
        "journal_positions",
        sa.Column("node", NAME, nullable=False),
        sa.Column("boot", NAME, nullable=False),
        sa.Column("sequence", KEY, nullable=False),
        sa.Column("moved_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("node", "boot", name="pk_journal_positions"),
    )
