"""What is known of lines: exchanges, subscribers, planned works, line tests."""

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
CALL = sa.String(80)
NAME = sa.String(64)
NUMBER = sa.String(20)


def upgrade() -> None:
    """Forwards."""
    _exchanges()
    _subscribers()
    _planned_works()
    _line_tests()


def downgrade() -> None:
    """Backwards."""
    op.drop_table("line_tests")
    op.drop_table("planned_works")
    op.drop_table("subscribers")
    op.drop_table("exchanges")


def _exchanges() -> None:
    op.create_table(
        "exchanges",
        sa.Column("prefix", NUMBER, nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("test_centre", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name="pk_exchanges"),
        sqlite_with_rowid=False,
    )


def _subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("line_number", NUMBER, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("key_account", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("line_number", name="pk_subscribers"),
        sqlite_with_rowid=False,
    )


def _planned_works() -> None:
    op.create_table(
        "planned_works",
        sa.Column("id", KEY, nullable=False),
        sa.Column("prefix", NUMBER, nullable=False),
        sa.Column("starts", TIME, nullable=False),
        sa.Column("ends", TIME, nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_planned_works"),
    )
    op.create_index("ix_planned_works_prefix_ends", "planned_works", ["prefix", "ends"])


def _line_tests() -> None:
    op.create_table(
        "line_tests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("line_number", NUMBER, nullable=False),
        sa.Column("tested_at", TIME, nullable=False),
        sa.Column("head", NAME, nullable=False),
        sa.Column("verdict", NAME, nullable=False),
        sa.Column("resistance_tip_ring", sa.Double()),
        sa.Column("resistance_tip_ground", sa.Double()),
        sa.Column("resistance_ring_ground", sa.Double()),
        sa.Column("capacitance_nf", sa.Double()),
        sa.Column("dc_volts", sa.Double()),
        sa.Column("ac_volts", sa.Double()),
        sa.Column("off_hook", sa.Boolean()),
        sa.Column("call", CALL),
        sa.PrimaryKeyConstraint("id", name="pk_line_tests"),
    )
    op.create_index("ix_line_tests_call", "line_tests", ["call"])
    op.create_index("ix_line_tests_line_number_tested_at", "line_tests", ["line_number", "tested_at"])
