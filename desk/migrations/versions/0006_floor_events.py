"""Events of the live floor, of all nodes."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "floor_events",
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("boot", sa.String(64), nullable=False),
        sa.Column("sequence", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mono", sa.Double(), nullable=False),
        sa.Column("linkedid", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("node", "boot", "sequence", name="pk_floor_events"),
    )
    op.create_index("ix_floor_events_at", "floor_events", ["at"])
    op.create_index("ix_floor_events_linkedid", "floor_events", ["linkedid"])


def downgrade() -> None:
    """Backwards."""
    op.drop_table("floor_events")
