"""Users with roles and skills, what proves who they are, and the audit log."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
NAME = sa.String(64)
HASH = sa.String(64)
ADDRESS = sa.String(45)


def upgrade() -> None:
    """Forwards."""
    _users()
    _sessions()
    _api_tokens()
    _live_tickets()
    _sign_in_locks()
    _audit_log()


def downgrade() -> None:
    """Backwards."""
    for table in (
        "audit_log",
        "sign_in_locks",
        "live_tickets",
        "api_tokens",
        "sessions",
        "user_skills",
        "user_roles",
        "users",
    ):
        op.drop_table(table)


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", KEY, nullable=False),
        sa.Column("login", NAME, nullable=False),
        sa.Column("display_name", NAME, nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("team", NAME),
        sa.Column("superior_id", KEY),
        sa.Column("extension", sa.String(20)),
        sa.Column("telephone_digest", sa.Text()),
        sa.Column("browser_phone", sa.Boolean(), nullable=False),
        sa.Column("networks", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["superior_id"], ["users.id"], name="fk_users_superior_id"),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("login", name="uq_users_login"),
        sa.UniqueConstraint("extension", name="uq_users_extension"),
    )
    op.create_table(
        "user_roles",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("role", NAME, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_roles_user_id"),
        sa.PrimaryKeyConstraint("user_id", "role", name="pk_user_roles"),
    )
    op.create_table(
        "user_skills",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("queue", NAME, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_skills_user_id"),
        sa.PrimaryKeyConstraint("user_id", "queue", name="pk_user_skills"),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", HASH, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("address", ADDRESS, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])


def _api_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_api_tokens_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("hash", name="uq_api_tokens_hash"),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"])


def _live_tickets() -> None:
    op.create_table(
        "live_tickets",
        sa.Column("id", HASH, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("via", NAME, nullable=False),
        sa.Column("credential", HASH, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_live_tickets_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_live_tickets"),
    )
    op.create_index("ix_live_tickets_user_id", "live_tickets", ["user_id"])


def _sign_in_locks() -> None:
    op.create_table(
        "sign_in_locks",
        sa.Column("subject", HASH, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_sign_in_locks"),
    )


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("person", NAME, nullable=False),
        sa.Column("via", NAME, nullable=False),
        sa.Column("address", ADDRESS, nullable=False),
        sa.Column("action", NAME, nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.Column("outcome", NAME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_at", "audit_log", ["at"])
    for column in ("action", "person", "subject"):
        op.create_index(f"ix_audit_log_{column}_id", "audit_log", [column, "id"])
