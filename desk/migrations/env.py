"""Alembic's entry: migrate over the connection that desk/database/schema.py hands in."""

from alembic import context

from desk.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transactional_ddl=True,
)
context.run_migrations()
