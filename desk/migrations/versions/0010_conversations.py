"""What agents note about conversations, customers, code lists; the agent of a floor event as a column."""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forwards."""
    _conversations()
    _customers()
    op.create_table(
        "code_lists",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_code_lists"),
    )
    op.add_column("floor_events", sa.Column("agent", sa.String(64), nullable=False, server_default=""))
    op.execute(_agents_of_events())
    op.create_index("ix_floor_events_agent_at", "floor_events", ["agent", "at"])


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("call", sa.String(80), nullable=False),
        sa.Column("agent", sa.String(64), nullable=False),
        sa.Column("answered_at", TIME, nullable=False),
        sa.Column("identity", sa.String(64)),
        sa.Column("identity_note", sa.Text()),
        sa.Column("disposition", sa.String(64)),
        sa.Column("note", sa.Text()),
        sa.Column("report", sa.String(20)),
        sa.Column("noted_at", TIME),
        sa.PrimaryKeyConstraint("call", "agent", name="pk_conversations"),
    )
    op.create_index("ix_conversations_agent_answered_at", "conversations", ["agent", "answered_at"])
    op.execute(
        "INSERT INTO conversations (call, agent, answered_at) "
        "SELECT call, agent, started_at FROM calls WHERE agent IS NOT NULL"
    )


def _customers() -> None:
    op.create_table(
        "customers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("line_number", sa.String(20)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("request_id", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
        sa.UniqueConstraint("request_id", name="uq_customers_request_id"),
    )
    op.create_index("ix_customers_name", "customers", ["name"])
    op.create_table(
        "customer_numbers",
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_customer_numbers_customer_id"),
        sa.PrimaryKeyConstraint("number", name="pk_customer_numbers"),
    )
    op.create_index("ix_customer_numbers_customer_id", "customer_numbers", ["customer_id"])


def _agents_of_events() -> str:
    """Whom an event is about: its agent, or the extension whose telephone it tells of."""
    if op.get_bind().dialect.name == "sqlite":
        agent, endpoint = "json_extract(data, '$.agent')", "json_extract(data, '$.endpoint')"
    else:
        agent, endpoint = "data->>'agent'", "data->>'endpoint'"
    # S608: both are words of this file
    return (
        f"UPDATE floor_events SET agent = coalesce({agent}, nullif({endpoint}, 'trunk'), '') "  # noqa: S608
        f"WHERE {agent} IS NOT NULL OR {endpoint} IS NOT NULL"
    )


def downgrade() -> None:
    """Backwards."""
    op.drop_index("ix_floor_events_agent_at", "floor_events")
    op.drop_column("floor_events", "agent")
    for table in ("code_lists", "customer_numbers", "customers", "conversations"):
        op.drop_table(table)
