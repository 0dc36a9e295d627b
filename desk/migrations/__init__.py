"""The database's revisions, forwards and backwards (Alembic), carried in the package and run at start."""
