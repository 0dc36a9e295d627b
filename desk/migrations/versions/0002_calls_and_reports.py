"""Calls, visits, fault reports and what belongs to them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
CALL = sa.String(80)
NAME = sa.String(64)
NUMBER = sa.String(20)


def upgrade() -> None:
    """Forwards."""
    _calls()
    _visits()
    _fault_reports()
    _report_events()
    _technician_messages()
    _number_series()


def downgrade() -> None:
    """Backwards."""
    op.drop_table("number_series")
    op.drop_table("technician_messages")
    op.drop_table("report_events")
    op.drop_table("fault_reports")
    op.drop_table("visits")
    op.drop_table("calls")


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("call", CALL, nullable=False),
        sa.Column("node", NAME, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("answered_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("caller", NUMBER, nullable=False),
        sa.Column("dialled", NUMBER, nullable=False),
        sa.Column("queue", NAME),
        sa.Column("agent", NAME),
        sa.Column("waited_seconds", sa.Double()),
        sa.Column("overflow_prompts", sa.Integer(), nullable=False),
        sa.Column("outcome", NAME),
        sa.Column("outcome_final", sa.Boolean(), nullable=False),
        sa.Column("recording", sa.Text()),
        sa.Column("language", NAME),
        sa.Column("cause", sa.Integer()),
        sa.PrimaryKeyConstraint("call", name="pk_calls"),
    )
    op.create_index("ix_calls_node_ended_at", "calls", ["node", "ended_at"])
    op.create_index("ix_calls_started_at", "calls", ["started_at"])


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", NAME, nullable=False),
        sa.Column("call", CALL, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("node", NAME, nullable=False),
        sa.Column("boot", NAME, nullable=False),
        sa.Column("script", NAME, nullable=False),
        sa.Column("caller", NUMBER, nullable=False),
        sa.Column("dialled", NUMBER, nullable=False),
        sa.Column("language", NAME, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("seconds", sa.Double()),
        sa.Column("outcome", NAME),
        sa.Column("reason", NAME),
        sa.Column("last_step", NAME, nullable=False),
        sa.Column("durations", sa.JSON(), nullable=False),
        sa.Column("tries", sa.JSON(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        sa.UniqueConstraint("key", name="uq_visits_key"),
    )
    op.create_index("ix_visits_call_n", "visits", ["call", "n"])
    op.create_index("ix_visits_node_ended_at", "visits", ["node", "ended_at"])


def _fault_reports() -> None:
    op.create_table(
        "fault_reports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("line_number", NUMBER),
        sa.Column("contact_number", NUMBER),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("status", NAME, nullable=False),
        sa.Column("repeat_count", sa.Integer(), nullable=False),
        sa.Column("language", NAME, nullable=False),
        sa.Column("outcome", NAME, nullable=False),
        sa.Column("last_step", NAME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("mended_at", TIME),
        sa.Column("call", CALL, nullable=False),
        sa.Column("visit", NAME),
        sa.Column("symptom_class", NAME),
        sa.Column("symptom_recording", sa.Text()),
        sa.Column("technician_message", sa.Text()),
        sa.Column("message_for_caller", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_fault_reports"),
        sa.UniqueConstraint("number", name="uq_fault_reports_number"),
    )
    op.create_index("ix_fault_reports_call", "fault_reports", ["call"])
    op.create_index("ix_fault_reports_created_at", "fault_reports", ["created_at"])
    op.create_index("ix_fault_reports_line_number_status", "fault_reports", ["line_number", "status"])


def _report_events() -> None:
    op.create_table(
        "report_events",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("call", CALL),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["fault_reports.id"], name="fk_report_events_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report_events"),
    )
    op.create_index("ix_report_events_report_id", "report_events", ["report_id"])


def _technician_messages() -> None:
    op.create_table(
        "technician_messages",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY),
        sa.Column("call", CALL),
        sa.Column("recording", sa.Text(), nullable=False),
        sa.Column("for_caller", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["fault_reports.id"], name="fk_technician_messages_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_technician_messages"),
    )
    op.create_index("ix_technician_messages_call", "technician_messages", ["call"])
    op.create_index("ix_technician_messages_report_id", "technician_messages", ["report_id"])


def _number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("day", sa.String(length=6), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_number_series"),
    )
